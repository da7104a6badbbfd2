namespace VcsaAuthGuard.Diagnosis.Causes.Observations;

/// <summary>Writes names as a part of a sentence.</summary>
internal static class NameList
{
    private const int MaxNames = 3;

    /// <summary>Returns <c>a</c>, <c>a and b</c> or <c>a, b, c and 4 more</c>.</summary>
    public static string Join(IReadOnlyCollection<string> names)
    {
        string[] shown = [.. names.Take(MaxNames)];
        int more = names.Count - shown.Length;
        return more > 0 ? FormattableString.Invariant($"{string.Join(", ", shown)} and {more:N0} more")
            : shown.Length < 2 ? string.Concat(shown)
            : string.Join(", ", shown.Take(shown.Length - 1)) + " and " + shown[shown.Length - 1];
    }
}
