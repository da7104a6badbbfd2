namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// Keeps checkpoints of the text that was read of one log: one every 4 KiB near the position and fewer far before it. When the log was
/// truncated and has grown again, they tell how far it still holds what was read.
/// </summary>
internal sealed class LogCheckpoints
{
    /// <summary>The distance of two checkpoints, in bytes, near the position.</summary>
    public const int MinDistance = 4096;

    private const int MaxCount = 2048;

    /// <summary>Two checkpoints that lie this many times their distance before the position are close enough together.</summary>
    private const int Density = 256;

    /// <summary>The same for the state file, which is written often.</summary>
    private const int SavedDensity = 4;

    private readonly List<LogCheckpoint> _points = [];

    /// <summary>Gets the newest checkpoint; null if there is none.</summary>
    public LogCheckpoint? Last => _points.Count == 0 ? null : _points[_points.Count - 1];

    /// <summary>Adds a checkpoint behind the others.</summary>
    public void Add(LogCheckpoint point)
    {
        int last = _points.Count - 1;
        if (last >= 0 && _points[last].Offset >= point.Offset)
        {
            RemoveFrom(point.Offset);
            last = _points.Count - 1;
        }

        // The newest is always kept. It is replaced while it is close to the one before.
        if (last > 0 && _points[last].Offset - _points[last - 1].Offset < MinDistance)
        {
            _points[last] = point;
            return;
        }

        _points.Add(point);
        if (_points.Count > MaxCount)
        {
            List<LogCheckpoint> thinned = Thin(Density);
            _points.Clear();
            _points.AddRange(thinned);
        }
    }

    /// <summary>Adds the checkpoints of an earlier run, oldest first.</summary>
    public void AddRange(IEnumerable<LogCheckpoint> points) => _points.AddRange(points);

    /// <summary>Returns the few checkpoints that a state file keeps, oldest first.</summary>
    public IReadOnlyList<LogCheckpoint> ToSaved() => Thin(SavedDensity);

    /// <summary>
    /// Finds the newest checkpoint that the log still matches, and removes those behind it.
    /// </summary>
    /// <param name="matches">Returns whether the log matches a checkpoint.</param>
    /// <param name="firstLost">The offset of the next checkpoint, which the log no longer matches; null if there is none.</param>
    /// <returns>The checkpoint; null if the log matches none.</returns>
    public LogCheckpoint? CutBack(Func<LogCheckpoint, bool> matches, out long? firstLost)
    {
        firstLost = null;
        while (Last is LogCheckpoint last && !matches(last))
        {
            firstLost = last.Offset;
            _points.RemoveAt(_points.Count - 1);
        }

        return Last;
    }

    private void RemoveFrom(long offset) => _points.RemoveAll(point => point.Offset >= offset);

    private List<LogCheckpoint> Thin(int density)
    {
        List<LogCheckpoint> kept = [];
        for (int i = _points.Count - 1; i >= 0; i--)
        {
            long distance = kept.Count == 0 ? 0 : _points[_points.Count - 1].Offset - kept[kept.Count - 1].Offset;
            if (kept.Count == 0 || kept[kept.Count - 1].Offset - _points[i].Offset >= Math.Max(MinDistance, distance / density))
            {
                kept.Add(_points[i]);
            }
        }

        kept.Reverse();
        return kept;
    }
}
