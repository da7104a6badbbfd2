namespace VcsaAuthGuard.Services;

/// <summary>Services from a saved output of <c>service-control --status --all</c>, such as a support bundle has.</summary>
public static class SavedServiceStatus
{
    /// <summary>Reads a saved status.</summary>
    /// <param name="text">What was printed.</param>
    /// <param name="source">Where it is from.</param>
    /// <exception cref="FormatException">It is no status.</exception>
    public static IReadOnlyList<ApplianceService> Read(string text, string source) =>
        [.. ServiceControlText.Read(text).Select(state => ServiceControlText.Service(state, source)).OrderBy(service => service.Name, StringComparer.Ordinal)];
}
