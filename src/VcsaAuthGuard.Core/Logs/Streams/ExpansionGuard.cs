namespace VcsaAuthGuard.Logs.Streams;

/// <summary>
/// Ends the reading of compressed input that expands more than <see cref="MaxExpansion"/> times, all layers together, once
/// <see cref="FreeBytes"/> have come out. Real vpxd logs shrink 10 to 40 times; deflate alone can do a little over 1,000.
/// </summary>
internal sealed class ExpansionGuard(Func<long> consumed)
{
    public const int MaxExpansion = 500;
    public const long FreeBytes = 64L << 20;

    private long _produced;

    public void Produce(int bytes)
    {
        _produced += bytes;
        if (_produced > FreeBytes && _produced / Math.Max(1, consumed()) > MaxExpansion)
        {
            throw new CompressionBombException(FormattableString.Invariant(
                $"It expands more than {MaxExpansion} times ({consumed()} bytes gave {_produced}): no log does that, so reading stopped."));
        }
    }
}
