"""The register of claims in tables. Numbers and keys are compared sign by sign, as Python does, whatever the database's language."""

from django.db import migrations, models

POSTGRESQL = (
    'ALTER TABLE storage_registeredclaim ALTER COLUMN number TYPE varchar(40) COLLATE "C"',
    'ALTER TABLE storage_claimkey ALTER COLUMN key TYPE varchar(320) COLLATE "C", ALTER COLUMN number TYPE varchar(40) COLLATE "C"',
    'ALTER TABLE storage_knowndomain ALTER COLUMN name TYPE varchar(320) COLLATE "C"',
)


def sign_by_sign(_apps, editor):
    if editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0008_digests_and_forms'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClaimKey',
            fields=[
                ('pk', models.CompositePrimaryKey('by', 'key', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('by', models.SmallIntegerField()),
                ('key', models.CharField(max_length=320)),
                ('number', models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='RegisterChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=20)),
                ('number', models.CharField(blank=True, max_length=40)),
                ('former_number', models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='RegisteredClaim',
            fields=[
                ('number', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('state', models.CharField(max_length=20)),
                ('loss_date', models.DateField(null=True)),
                ('value', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='RegisterLoad',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('claims', models.IntegerField()),
                ('added', models.IntegerField()),
                ('changed', models.IntegerField()),
                ('removed', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='KnownDomain',
            fields=[
                ('name', models.CharField(max_length=320, primary_key=True, serialize=False)),
                ('claims', models.IntegerField()),
                ('brokers', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('brokers__gt', 0)), fields=['name'], name='broker_domains')],
            },
        ),
        migrations.RunPython(sign_by_sign, migrations.RunPython.noop),
    ]
