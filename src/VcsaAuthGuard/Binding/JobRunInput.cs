using System.Collections;
using System.Globalization;
using System.Management.Automation;
using VcsaAuthGuard.BackupJobs;

namespace VcsaAuthGuard.Binding;

/// <summary>Reads job runs from objects with a report's columns, such as Import-Csv's.</summary>
internal static class JobRunInput
{
    /// <summary>The run; null, and what is wrong, when the object is none.</summary>
    public static JobRun? TryRead(PSObject item, out string? wrong)
    {
        Dictionary<string, object?> fields = [];
        if (item.BaseObject is IDictionary table)
        {
            foreach (DictionaryEntry entry in table)
            {
                fields[JobRun.NormalizeName(entry.Key.ToString() ?? "")] = entry.Value;
            }
        }
        else
        {
            foreach (PSPropertyInfo property in item.Properties)
            {
                fields[JobRun.NormalizeName(property.Name)] = property.Value;
            }
        }

        return JobRun.TryRead(name => fields.TryGetValue(name, out object? value) ? TextOf(value) : null, out wrong);
    }

    private static string? TextOf(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        DateTimeOffset time => time.ToString("o", CultureInfo.InvariantCulture),
        DateTime { Kind: DateTimeKind.Local } time => new DateTimeOffset(time).ToString("o", CultureInfo.InvariantCulture),
        DateTime time => DateTime.SpecifyKind(time, DateTimeKind.Utc).ToString("o", CultureInfo.InvariantCulture),
        object other => LanguagePrimitives.ConvertTo<string>(other),
        null => null,
    };
}
