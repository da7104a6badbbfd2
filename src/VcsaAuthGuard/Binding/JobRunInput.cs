using System.Collections;
using System.Management.Automation;

namespace VcsaAuthGuard.Binding;

/// <summary>Converts objects with a job report's columns, such as Import-Csv's, to rows of the report.</summary>
internal static class JobRunInput
{
    /// <summary>Gets the values of an object or hashtable by their names.</summary>
    public static IReadOnlyDictionary<string, object?> ToRow(PSObject item)
    {
        Dictionary<string, object?> row = new(StringComparer.Ordinal);
        if (item.BaseObject is IDictionary table)
        {
            foreach (DictionaryEntry entry in table)
            {
                row[entry.Key.ToString() ?? ""] = Unwrap(entry.Value);
            }

            return row;
        }

        foreach (PSPropertyInfo property in item.Properties)
        {
            row[property.Name] = Unwrap(ValueOf(property));
        }

        return row;
    }

    private static object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            // A property that fails, such as one of a connection that is closed, is an empty cell.
            return null;
        }
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
