import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('key', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='LedgerRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rev', models.PositiveIntegerField(null=True)),
                ('subject', models.CharField(blank=True, max_length=120)),
                ('action', models.CharField(max_length=60)),
                ('actor_name', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('reason', models.TextField(blank=True)),
                ('source', models.CharField(max_length=60)),
                ('body', models.BinaryField()),
                ('sha256', models.BinaryField(max_length=32)),
                ('content_hash', models.BinaryField(max_length=32, null=True)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['-at', '-id'], name='ledger_at')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(max_length=30)),
                ('number', models.CharField(max_length=40, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('state', models.CharField(max_length=30)),
                ('phase', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('done', 'Done'), ('void', 'Void')], max_length=8)),
                ('audience', models.CharField(default='unit', max_length=8)),
                ('rev', models.PositiveIntegerField()),
                ('changed_at', models.DateTimeField()),
                ('nearest', models.DateField(null=True)),
                ('waiting_role', models.CharField(blank=True, max_length=30)),
                ('text', models.TextField(blank=True)),
                ('attached', models.JSONField(default=dict)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['register', 'phase', '-changed_at', '-id'], name='entry_register_key'), models.Index(fields=['-changed_at', '-id'], name='entry_changed_key'), models.Index(fields=['owner', 'phase', 'nearest'], name='entry_owner_key'), models.Index(condition=models.Q(('waiting_role', ''), _negated=True), fields=['waiting_role', 'unit'], name='entry_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Involved',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=30)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='involved', to='records.entry')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('user', 'entry', 'part'), name='involved_once')],
            },
        ),
        migrations.CreateModel(
            name='SealQueue',
            fields=[
                ('row', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='records.ledgerrow')),
            ],
        ),
        migrations.AddField(
            model_name='ledgerrow',
            name='entry',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ledger', to='records.entry'),
        ),
        migrations.CreateModel(
            name='NamedDate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30)),
                ('on', models.DateField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dates', to='records.entry')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['on', 'name'], name='named_date_on')],
                'constraints': [models.UniqueConstraint(fields=('entry', 'name'), name='named_date_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='ledgerrow',
            constraint=models.UniqueConstraint(fields=('entry', 'rev'), name='ledger_entry_rev'),
        ),
    ]
