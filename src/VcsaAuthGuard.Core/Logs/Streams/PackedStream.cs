namespace VcsaAuthGuard.Logs.Streams;

/// <summary>Opens data that is compressed as a whole: gzip and bzip2, once or several times over.</summary>
internal static class PackedStream
{
    private static readonly string[] Endings = [".gz", ".bz2"];

    public static bool IsPacked(ReadOnlySpan<byte> head) => CheckedGzipStream.IsGzip(head) || Bzip2Stream.IsBzip2(head);

    /// <summary>Determines whether a name says that the file is compressed.</summary>
    public static bool IsPackedName(string name) =>
        Array.Exists(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Opens compressed data.</summary>
    /// <param name="packed">The data.</param>
    /// <param name="head">Its first bytes.</param>
    /// <param name="guard">Ends the reading of a bomb.</param>
    /// <param name="reopen">Opens the data once more from its start; null if that is not possible.</param>
    public static Stream Unpack(Stream packed, ReadOnlySpan<byte> head, ExpansionGuard guard, Func<OpenedEntry>? reopen) =>
        Bzip2Stream.IsBzip2(head) ? new Bzip2Stream(packed, guard) : new CheckedGzipStream(packed, guard, reopen);

    /// <summary>Returns what opens the text of compressed data once more; null if that is not possible.</summary>
    public static Func<OpenedEntry>? Reopen(ReadOnlySpan<byte> head, Func<OpenedEntry>? reopen)
    {
        if (reopen is null)
        {
            return null;
        }

        bool isBzip2 = Bzip2Stream.IsBzip2(head);
        return () =>
        {
            OpenedEntry again = reopen();
            return again with
            {
                Stream = isBzip2
                    ? new Bzip2Stream(again.Stream, again.Guard)
                    : new CheckedGzipStream(again.Stream, again.Guard, reopen),
            };
        };
    }
}
