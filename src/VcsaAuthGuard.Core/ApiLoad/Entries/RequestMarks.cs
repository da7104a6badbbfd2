using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.ApiLoad.Entries;

/// <summary>A whole request of an access log, or one end of a call of vpxd's log.</summary>
/// <param name="Call">The call, as a hash; 0 for a whole request.</param>
/// <param name="Ticks">When, or for a whole request how long; 0 where the line has no time, below 0 where it has no duration.</param>
/// <param name="IsEnd">Whether the call ended here.</param>
internal readonly record struct RequestMark(ulong Call, long Ticks, bool IsEnd);

/// <summary>The marks that follow one another in a block of a log, as one record.</summary>
internal sealed class RequestMarks : ILogRecord
{
    private readonly List<RequestMark> _marks = [];

    public IReadOnlyList<RequestMark> Marks => _marks;

    /// <summary>Gets null: marks of several vCenter Servers stand in one list, for a call's hash has the server in it.</summary>
    public string? Server => null;

    public long Weight => 64 + (24L * _marks.Count);

    public void MoveDown(long lines)
    {
        // Marks keep no line.
    }

    // A duration needs both ends of a call, so its marks are not filtered one by one.
    public ILogRecord? Within(TimeRange range) => this;

    public static void Append(List<ILogRecord> records, RequestMark mark)
    {
        if (records.Count == 0)
        {
            records.Add(new RequestMarks());
        }

        ((RequestMarks)records[records.Count - 1])._marks.Add(mark);
    }
}
