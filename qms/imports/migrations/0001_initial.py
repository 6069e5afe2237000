import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('attachments', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(max_length=30)),
                ('name', models.CharField(max_length=150)),
                ('source', models.CharField(default='page', max_length=40)),
                ('state', models.CharField(choices=[('columns', 'Columns are being chosen'), ('checking', 'Being checked'), ('asking', 'A question is open'), ('checked', 'Checked'), ('writing', 'Being imported'), ('done', 'Imported'), ('refused', 'Rows were refused'), ('failed', 'Could not be read')], default='columns', max_length=10)),
                ('options', models.JSONField(default=dict)),
                ('seen', models.JSONField(default=dict)),
                ('mapping', models.JSONField(default=dict)),
                ('questions', models.JSONField(default=dict)),
                ('result', models.JSONField(default=dict)),
                ('said', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('blob', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.blob')),
            ],
            options={
                'indexes': [models.Index(fields=['actor', '-id'], name='import_actor')],
            },
        ),
        migrations.CreateModel(
            name='ImportTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('queue_state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed')], default='waiting', max_length=8)),
                ('lease_until', models.DateTimeField(null=True)),
                ('fence', models.PositiveIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('done_at', models.DateTimeField(null=True)),
                ('error', models.TextField(blank=True)),
                ('dry', models.BooleanField()),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='imports.importrun')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('queue_state__in', ['waiting', 'running'])), fields=['due_at', 'id'], name='importtask_queue')],
            },
        ),
    ]
