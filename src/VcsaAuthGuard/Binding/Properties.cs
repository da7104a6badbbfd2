using System.Management.Automation;

namespace VcsaAuthGuard.Binding;

/// <summary>Properties of objects this module has no type for: PowerCLI's, and whatever a script makes.</summary>
internal static class Properties
{
    /// <summary>The value at the end of a path of properties; null where one is missing or empty.</summary>
    public static object? Get(PSObject item, params string[] path) => GetObject(item, path)?.BaseObject;

    /// <summary>The same, with its own properties: an object that a script made has them only so.</summary>
    public static PSObject? GetObject(PSObject item, params string[] path)
    {
        object? value = item;
        foreach (string name in path)
        {
            value = value is null ? null : PSObject.AsPSObject(value).Properties[name]?.Value;
        }

        return value is null ? null : PSObject.AsPSObject(value);
    }

    /// <summary>The same, where it is text.</summary>
    public static string? GetText(PSObject item, params string[] path) => Get(item, path) as string;
}
