namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Calculates the sizes of pages of lines of entries, which are several for each entry.</summary>
internal static class PageSizes
{
    /// <summary>The number of lines of an entry that contain a search term, rounded up.</summary>
    private const int MatchesPerEntry = 5;

    /// <summary>The number of lines of an entry and around it, rounded up.</summary>
    private const int LinesPerEntry = 10;

    /// <summary>Returns the page size for lines that contain a search term.</summary>
    public static int ForMatches(int size, int most) => (int)Math.Min(most, (long)size * MatchesPerEntry);

    /// <summary>Returns the page size of a search: larger where it reads all lines around parts of entries.</summary>
    public static int For(PlatformFilter filter, int size, int most) =>
        filter.Parts is null ? Math.Min(size, most)
        : filter.NamesSpans ? most
        : (int)Math.Min(most, (long)size * LinesPerEntry);
}
