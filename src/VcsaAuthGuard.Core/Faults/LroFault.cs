using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Faults;

/// <summary>Reads calls that vpxd itself refused: <c>[VpxLRO] -- ERROR ...</c> and <c>VMOMI activation LRO failed; ...</c>.</summary>
internal static class LroFault
{
    /// <summary>Reads an entry; returns null if the call failed for another reason.</summary>
    public static AuthFault? Read(LogEntry entry)
    {
        if (!FailedCall.TryRead(entry, out FailedCall call))
        {
            return null;
        }

        bool isRefused = call.IsRefusedLogin;
        if (!isRefused && !call.Fault.SequenceEqual("vim.fault.NotAuthenticated"u8))
        {
            return null;
        }

        FaultBlock block = FaultBlock.Read(entry.Span.Text);
        string? target = block.Object;
        return new AuthFault
        {
            Kind = isRefused ? AuthFaultKind.LoginRefused : AuthFaultKind.NotAuthenticated,
            Method = Bytes.ToTextOrNull(call.Method),
            Object = target,
            DatastoreUuid = SoapFault.VolumeUuid(target),
            PrivilegeId = block.PrivilegeId,
            Message = block.Message,
            User = isRefused ? EntryAccount.Find(entry) : null,
            Reason = isRefused ? Bytes.ToText(call.Fault) : null,
        };
    }
}
