import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('attachments', '0001_initial'),
        ('standards', '0002_catalogues'),
    ]

    operations = [
        migrations.AddField(
            model_name='edition',
            name='changed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='changed at'),
        ),
        migrations.AddField(
            model_name='edition',
            name='file_id',
            field=models.CharField(blank=True, max_length=200, verbose_name='identity in its file'),
        ),
        migrations.AddField(
            model_name='edition',
            name='file_sha256',
            field=models.CharField(blank=True, max_length=64, verbose_name='hash of its file'),
        ),
        migrations.AddField(
            model_name='edition',
            name='name',
            field=models.CharField(blank=True, max_length=100, verbose_name='name'),
        ),
        migrations.AddField(
            model_name='edition',
            name='origin',
            field=models.CharField(choices=[('shipped', 'Shipped with the program'), ('imported', 'Imported')], default='shipped', max_length=10, verbose_name='origin'),
        ),
        migrations.AddField(
            model_name='edition',
            name='provider',
            field=models.CharField(blank=True, max_length=200, verbose_name='provider'),
        ),
        migrations.AddField(
            model_name='edition',
            name='style',
            field=models.CharField(choices=[('clause', 'Clauses: 9.2.2 f'), ('article', 'Articles: Art. 17(1)(a)'), ('function', 'Functions: GOVERN 1.1'), ('plain', 'As it stands')], default='clause', max_length=10, verbose_name='style of references'),
        ),
        migrations.AddField(
            model_name='requirement',
            name='file_id',
            field=models.CharField(blank=True, max_length=250, verbose_name='identity in its file'),
        ),
        migrations.AddField(
            model_name='requirement',
            name='number',
            field=models.CharField(blank=True, max_length=80, verbose_name='number'),
        ),
        migrations.AddField(
            model_name='requirement',
            name='regimes',
            field=models.CharField(blank=True, max_length=80, verbose_name='dates of application'),
        ),
        migrations.AddField(
            model_name='requirement',
            name='text',
            field=models.TextField(blank=True, verbose_name='text'),
        ),
        migrations.AddField(
            model_name='requirement',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at'),
        ),
        migrations.AlterField(
            model_name='requirement',
            name='key',
            field=models.CharField(max_length=170, unique=True, verbose_name='key'),
        ),
        migrations.AlterField(
            model_name='requirement',
            name='kind',
            field=models.CharField(choices=[('clause', 'Clause'), ('point', 'Point'), ('control', 'Control'), ('annex', 'Annex'), ('article', 'Article')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='requirement',
            name='ref',
            field=models.CharField(max_length=120, verbose_name='reference'),
        ),
        migrations.CreateModel(
            name='MappingSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80, unique=True, verbose_name='key')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('provenance', models.CharField(max_length=300, verbose_name='whose judgement')),
                ('version', models.CharField(max_length=40, verbose_name='version')),
                ('origin', models.CharField(choices=[('shipped', 'Shipped with the program'), ('imported', 'Imported')], default='shipped', max_length=10, verbose_name='origin')),
                ('file_id', models.CharField(blank=True, max_length=200, verbose_name='identity in its file')),
                ('file_sha256', models.CharField(blank=True, max_length=64, verbose_name='hash of its file')),
                ('changed_at', models.DateTimeField(blank=True, null=True, verbose_name='changed at')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mappings_from', to='standards.edition', verbose_name='from')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mappings_to', to='standards.edition', verbose_name='to')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='mapping_of_two_editions')],
            },
        ),
        migrations.CreateModel(
            name='MappingRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(choices=[('equal', 'equal to'), ('superset', 'covers more than'), ('subset', 'covers a part of'), ('intersects', 'overlaps with')], max_length=10, verbose_name='relation')),
                ('strength', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10)], verbose_name='strength')),
                ('rationale', models.CharField(blank=True, max_length=300, verbose_name='rationale')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='maps_to', to='standards.requirement', verbose_name='from')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mapped_by', to='standards.requirement', verbose_name='to')),
                ('mapping', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='standards.mappingset')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mapping', 'source', 'target'), name='mapping_row_once'), models.CheckConstraint(condition=models.Q(('strength__isnull', True), models.Q(('strength__gte', 1), ('strength__lte', 10)), _connector='OR'), name='mapping_strength')],
            },
        ),
        migrations.CreateModel(
            name='StandardImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150)),
                ('options', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('looked', 'Looked at'), ('done', 'Imported'), ('refused', 'Refused')], default='looked', max_length=10)),
                ('result', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.blob')),
            ],
            options={
                'indexes': [models.Index(fields=['actor', '-id'], name='standard_import_actor')],
            },
        ),
    ]
