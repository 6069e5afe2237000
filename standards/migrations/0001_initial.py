import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Standard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=60, unique=True, verbose_name='reference')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
            ],
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True, verbose_name='key')),
                ('edition', models.CharField(max_length=40, verbose_name='edition')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('in_force_from', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='standards.standard', verbose_name='standard')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('standard', 'edition'), name='edition_once')],
            },
        ),
        migrations.CreateModel(
            name='Requirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=40, verbose_name='reference')),
                ('key', models.CharField(max_length=90, unique=True, verbose_name='key')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('kind', models.CharField(choices=[('clause', 'Clause'), ('point', 'Point'), ('control', 'Control'), ('annex', 'Annex')], max_length=10, verbose_name='kind')),
                ('assessable', models.BooleanField(default=True, verbose_name='assessable')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('position', models.PositiveIntegerField(verbose_name='position')),
                ('depth', models.PositiveSmallIntegerField(default=0, verbose_name='depth')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requirements', to='standards.edition', verbose_name='edition')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='standards.requirement')),
            ],
            options={
                'ordering': ['position'],
                'indexes': [models.Index(fields=['edition', 'position'], name='requirement_position')],
                'constraints': [models.UniqueConstraint(fields=('edition', 'ref'), name='requirement_once')],
            },
        ),
    ]
