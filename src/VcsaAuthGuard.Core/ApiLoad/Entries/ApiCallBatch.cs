using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.ApiLoad.Entries;

/// <summary>Represents consecutive calls in a block of a log as one record.</summary>
internal sealed class ApiCallBatch(string source, string? server) : ILogRecord
{
    /// <summary>Of more calls the next batch is made: an array that grows on would be copied, and be left as garbage, again and
    /// again.</summary>
    private const int Capacity = 1024;

    private ApiCall[] _calls = new ApiCall[16];
    private int _count;

    public string Source { get; } = source;

    public string? Server { get; } = server;

    public ReadOnlySpan<ApiCall> Calls => new(_calls, 0, _count);

    public long Weight => 64 + (_calls.Length * 40L);

    /// <summary>Adds a call to the batch at the end of <paramref name="records"/>, or to a new one.</summary>
    public static void Append(List<ILogRecord> records, string source, string? server, in ApiCall call)
    {
        if (records.Count == 0 || records[records.Count - 1] is not ApiCallBatch { _count: < Capacity } batch || batch.Server != server)
        {
            batch = new(source, server);
            records.Add(batch);
        }

        if (batch._count == batch._calls.Length)
        {
            Array.Resize(ref batch._calls, batch._count * 4);
        }

        batch._calls[batch._count++] = call;
    }

    public void MoveDown(long lines)
    {
        // Calls keep no line.
    }

    public ILogRecord? Within(TimeRange range)
    {
        ApiCallBatch part = new(Source, Server)
        {
            _calls = Array.FindAll(_calls.AsSpan(0, _count).ToArray(), call => range.Contains(call.Ticks)),
        };
        part._count = part._calls.Length;
        return part._count == 0 ? null : part;
    }
}
