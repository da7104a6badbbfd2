using System.Management.Automation;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Binding;

/// <summary>Reads faults from the pipeline: objects of Get-VcsaAuthFault, also those that were in a file or in another process.</summary>
internal static class FaultInput
{
    /// <summary>Converts an object to a fault; returns null if it is not one.</summary>
    public static AuthFault? TryRead(PSObject item)
    {
        if (item.BaseObject is AuthFault fault)
        {
            return fault;
        }

        return !SavedObject.Is(item, typeof(AuthFault), nameof(AuthFault.Kind), nameof(AuthFault.VMHostId), nameof(AuthFault.LineNumber))
            || SavedObject.Enum<AuthFaultKind>(item, nameof(AuthFault.Kind)) is not AuthFaultKind kind
            ? null
            : new AuthFault
            {
                Time = Properties.GetTime(item.Properties[nameof(AuthFault.Time)]?.Value),
                Kind = kind,
                VMHostId = SavedObject.Text(item, nameof(AuthFault.VMHostId)),
                VMHost = SavedObject.Text(item, nameof(AuthFault.VMHost)),
                DatastoreUuid = SavedObject.Text(item, nameof(AuthFault.DatastoreUuid)),
                Datastore = SavedObject.Text(item, nameof(AuthFault.Datastore)),
                Object = SavedObject.Text(item, nameof(AuthFault.Object)),
                Method = SavedObject.Text(item, nameof(AuthFault.Method)),
                HttpStatus = (int?)SavedObject.Number(item, nameof(AuthFault.HttpStatus)),
                PrivilegeId = SavedObject.Text(item, nameof(AuthFault.PrivilegeId)),
                Message = SavedObject.Text(item, nameof(AuthFault.Message)),
                User = SavedObject.Text(item, nameof(AuthFault.User)),
                ClientAddress = SavedObject.Text(item, nameof(AuthFault.ClientAddress)),
                Reason = SavedObject.Text(item, nameof(AuthFault.Reason)),
                OpId = SavedObject.Text(item, nameof(AuthFault.OpId)),
                ThreadId = SavedObject.Text(item, nameof(AuthFault.ThreadId)),
                Level = SavedObject.Text(item, nameof(AuthFault.Level)),
                Server = SavedObject.Text(item, nameof(AuthFault.Server)),
                Source = SavedObject.Text(item, nameof(AuthFault.Source)),
                Text = SavedObject.Text(item, nameof(AuthFault.Text)) ?? "",
            };
    }
}
