using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.ApiLoad.Entries;

/// <summary>Represents a whole request of an access log, or one end of a call of vpxd's log.</summary>
/// <param name="Call">The call, as a hash; 0 for a whole request.</param>
/// <param name="Ticks">When; 0 if the line has no time.</param>
/// <param name="IsEnd">Whether the call ended here.</param>
/// <param name="Duration">How long a whole request took; below 0 if the line does not say.</param>
/// <param name="Client">Who called, as a hash: the address, or the session; 0 if the line does not say.</param>
/// <param name="Kind">What the request is.</param>
internal readonly record struct RequestMark(
    ulong Call, long Ticks, bool IsEnd, long Duration = 0, ulong Client = 0, LoggedRequestKind Kind = LoggedRequestKind.Call);

/// <summary>Represents consecutive request marks in a block of a log as one record.</summary>
internal sealed class RequestMarks : ILogRecord
{
    private readonly List<RequestMark> _marks = [];

    public IReadOnlyList<RequestMark> Marks => _marks;

    /// <summary>Gets null: marks of several vCenter Servers stand in one list, for a call's hash has the server in it.</summary>
    public string? Server => null;

    public long Weight => 64 + (48L * _marks.Count);

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
