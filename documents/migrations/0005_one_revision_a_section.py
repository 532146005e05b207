from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0004_translation_words'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='row',
            name='revision',
        ),
        migrations.AddField(
            model_name='edit',
            name='steps',
            field=models.JSONField(default=dict),
        ),
    ]
