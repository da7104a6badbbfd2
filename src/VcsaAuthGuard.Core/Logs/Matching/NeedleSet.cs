namespace VcsaAuthGuard.Logs.Matching;

/// <summary>
/// A few literal byte strings looked for together. The first occurrence of any of them is found in one pass over the text:
/// with vector instructions by a two-byte fingerprint of each needle, confirmed afterwards; without, needle by needle.
/// </summary>
internal sealed class NeedleSet
{
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

    /// <summary>The same without vector instructions of our own.</summary>
    public int IndexNeedleByNeedle(ReadOnlySpan<byte> text)
    {
        int first = -1;
        foreach (byte[] needle in _needles)
        {
            // Once one is found, another is of interest only where it starts before that.
            ReadOnlySpan<byte> before = first < 0 ? text : text.Slice(0, Math.Min(text.Length, first + needle.Length - 1));
            int at = before.IndexOf(needle);
            if (at >= 0)
            {
                first = at;
            }
        }

        return first;
    }
}
