namespace VcsaAuthGuard.Logs.Matching;

/// <summary>
/// Searches for a few literal byte strings together in one pass over the text: with vector instructions by a short fingerprint of each
/// needle that is confirmed afterwards, otherwise needle by needle.
/// </summary>
internal sealed class NeedleSet
{
    private const int FirstPart = 4096;

    private readonly byte[][] _needles;

#if NET
    private readonly TeddySearcher? _teddy;
#endif

    public NeedleSet(params string[] needles)
    {
        if (needles.Length == 0 || Array.Exists(needles, needle => needle.Length == 0))
        {
            throw new ArgumentException("A needle set holds at least one needle and no empty one.", nameof(needles));
        }

        _needles = Array.ConvertAll(needles, System.Text.Encoding.UTF8.GetBytes);
#if NET
        _teddy = TeddySearcher.TryCreate(_needles);
#endif
    }

    /// <summary>Returns the position of the first needle in <paramref name="text"/>, or -1.</summary>
    public int IndexIn(ReadOnlySpan<byte> text)
    {
#if NET
        if (_teddy is not null)
        {
            return _teddy.IndexIn(text);
        }
#endif
        return IndexNeedleByNeedle(text);
    }

    /// <summary>Searches without vector instructions of its own.</summary>
    /// <remarks>The text is searched in parts that grow: where needles are frequent, one that is nowhere would otherwise be looked for in
    /// all of the text each time.</remarks>
    public int IndexNeedleByNeedle(ReadOnlySpan<byte> text) => IndexNeedleByNeedle(text, out _);

    /// <summary>
    /// Searches without vector instructions of its own, and returns the maximum number of bytes searched, summed over the needles.
    /// </summary>
    internal int IndexNeedleByNeedle(ReadOnlySpan<byte> text, out long bytes)
    {
        bytes = 0;
        int length = FirstPart;
        for (int from = 0; from < text.Length; from += length, length *= 2)
        {
            length = Math.Min(length, text.Length - from);
            int at = IndexOfStart(text.Slice(from), length, ref bytes);
            if (at >= 0)
            {
                return from + at;
            }
        }

        return -1;
    }

    /// <summary>Returns the position of the first needle that starts within the first bytes of a text, or -1.</summary>
    private int IndexOfStart(ReadOnlySpan<byte> text, int length, ref long bytes)
    {
        int first = -1;
        foreach (byte[] needle in _needles)
        {
            // Once one is found, another is of interest only where it starts before that.
            int end = first < 0 ? length : first;
            ReadOnlySpan<byte> part = text.Slice(0, Math.Min(text.Length, end + needle.Length - 1));
            bytes += part.Length;
            int at = part.IndexOf(needle);
            if (at >= 0)
            {
                first = at;
            }
        }

        return first;
    }
}
