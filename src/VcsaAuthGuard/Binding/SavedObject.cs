using System.Globalization;
using System.Management.Automation;

namespace VcsaAuthGuard.Binding;

/// <summary>Reads the properties of an output object that was in a file or in another process: CSV, JSON, CLIXML, a job.</summary>
internal static class SavedObject
{
    /// <summary>Determines whether an object was of a type, or has the properties that only it has.</summary>
    public static bool Is(PSObject item, Type type, params string[] properties) =>
        item.TypeNames.Any(name => name == "Deserialized." + type.FullName || name == "CSV:" + type.FullName)
        || properties.All(name => item.Properties[name] is not null);

    /// <summary>Gets a property as text; null if it is missing or empty.</summary>
    public static string? Text(PSObject item, string name) =>
        Properties.GetObject(item, name) is PSObject value && LanguagePrimitives.ConvertTo<string>(value) is { Length: > 0 } text
            ? text
            : null;

    /// <summary>Gets a property as a whole number; null if it is missing or something else.</summary>
    public static long? Number(PSObject item, string name) =>
        long.TryParse(Text(item, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>Gets a property as an enumeration's value, from its name or, as ConvertTo-Json writes it, its number.</summary>
    public static T? Enum<T>(PSObject item, string name)
        where T : struct, Enum =>
        // A number without a name parses too; its text starts with a digit.
        System.Enum.TryParse(Text(item, name), ignoreCase: true, out T value) && char.IsLetter(value.ToString()[0]) ? value : null;
}
