using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Faults;

/// <summary>Reads refused sign-ons of the audit log of single sign-on (<c>audit/sso-events/audit_events.log</c>) and of websso's
/// log.</summary>
internal static class SignOnFault
{
    /// <summary>Reads an entry; returns null if it names no user.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="time">The time of the event.</param>
    public static AuthFault? Read(LogEntry entry, out DateTimeOffset? time)
    {
        time = null;
        if (SignOnEntry.Read(entry) is not SignOnEntry refused)
        {
            return null;
        }

        time = refused.Time;
        return new AuthFault
        {
            Kind = AuthFaultKind.LoginRefused,
            User = refused.User,
            ClientAddress = refused.ClientAddress,
            Message = refused.Description,
            Reason = SignOnEntry.Type,
        };
    }
}
