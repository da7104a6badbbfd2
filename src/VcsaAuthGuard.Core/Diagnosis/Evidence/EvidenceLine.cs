namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>How a log line is quoted as evidence.</summary>
internal static class EvidenceLine
{
    private const int Longest = 300;

    public static string Of(string? source, long line, string text) =>
        FormattableString.Invariant($"{source}:{line}: {(text.Length > Longest ? text.Remove(Longest) + "…" : text)}");
}
