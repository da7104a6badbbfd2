using VcsaAuthGuard.Alerts;

namespace VcsaAuthGuard.Watching.Metrics;

/// <summary>
/// Returns the methods of faults as a label of metrics. Logs are untrusted, and each value is a time series of its own: a value has the
/// characters of a name, and each vCenter has a limited number of them.
/// </summary>
internal static class MethodLabels
{
    /// <summary>The label of faults without a method.</summary>
    public const string None = "none";

    /// <summary>The label of what is not a name, and of methods beyond the limit.</summary>
    public const string Other = "other";

    /// <summary>The maximum number of methods at one vCenter that have a label of their own.</summary>
    public const int MaxMethods = 32;

    private const int MaxLength = 64;

    /// <summary>Returns the label of a method, without the type that a long form names (vim.NfcService.fileManagement).</summary>
    /// <param name="method">The method as logged; null for none.</param>
    /// <param name="known">The labels that the vCenter has already.</param>
    public static string From(string? method, IReadOnlyCollection<string> known)
    {
        if (method is null)
        {
            return None;
        }

        string name = method.Substring(method.LastIndexOf('.') + 1);
        bool isName = name.Length is > 0 and <= MaxLength && name.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')
            or (>= '0' and <= '9') or '_');
        return isName && (known.Contains(name) || known.Count < MaxMethods || name == WatchMetrics.ArticleMethod) ? name : Other;
    }

    /// <summary>Determines whether a text is a valid label, such as one from a state file.</summary>
    public static bool IsValid(string label) => From(label, []) == label;
}
