using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.ApiLoad.Entries;

/// <summary>Represents <c>[Auth]: User ACCOUNT</c>, which vpxd logs between the begin and the end of a login.</summary>
internal sealed class LoginAccount : ILogRecord
{
    public const string Needle = "[Auth]: User ";

    public long Ticks { get; private init; }

    /// <summary>Gets the operation of the login, as a hash; 0 if the entry has none.</summary>
    public ulong Operation { get; private init; }

    public string? Server { get; private init; }

    public string User { get; private init; } = "";

    public long Weight => 128 + (2L * User.Length);

    public static LoginAccount Read(LogEntry entry) => new()
    {
        Ticks = entry.Header.Time?.UtcTicks ?? 0,
        Operation = SessionIds.Hash(entry.Header.OpId),
        Server = entry.Server,
        User = Bytes.ToText(Bytes.Trim(entry.Body.Slice(EntryForms.LoginAccount.Length))),
    };

    public void MoveDown(long lines)
    {
        // Accounts keep no line.
    }

    public ILogRecord? Within(TimeRange range) => range.Contains(Ticks) ? this : null;
}
