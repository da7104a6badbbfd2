namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Quotes a log line as evidence.</summary>
internal static class EvidenceLine
{
    private const int MaxLength = 300;

    /// <summary>Returns <c>source:line: text</c>; a long text is cut.</summary>
    public static string Format(string? source, long line, string text) =>
        FormattableString.Invariant($"{source}:{line}: {(text.Length > MaxLength ? text.Remove(MaxLength) + "…" : text)}");
}
