using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.ApiLoad.Entries;

/// <summary>Represents a refused login whose entry names the account.</summary>
internal sealed class LoginRefusal(ApiCall call, string user, string? server) : ILogRecord
{
    public string? Server { get; } = server;

    public ApiCall Call { get; } = call;

    public string User { get; } = user;

    public long Weight => 128 + (2L * User.Length);

    public void MoveDown(long lines)
    {
        // Refusals keep no line.
    }

    public ILogRecord? Within(TimeRange range) => range.Contains(Call.Ticks) ? this : null;
}
