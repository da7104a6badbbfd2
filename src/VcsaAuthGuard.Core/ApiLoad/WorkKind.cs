namespace VcsaAuthGuard.ApiLoad;

/// <summary>Recognises the methods of the vSphere API that tell what a client is for.</summary>
/// <remarks>
/// The names are those of the vSphere Web Services API as vpxd logs them: VirtualMachine's snapshot methods, QueryChangedDiskAreas and
/// ExportVm, VirtualMachineSnapshot's, and HostSystem's and HostPatchManager's.
/// </remarks>
internal static class WorkKind
{
    private static ReadOnlySpan<byte> Machine => "vim.VirtualMachine."u8;

    private static ReadOnlySpan<byte> Snapshot => "vim.vm.Snapshot."u8;

    private static ReadOnlySpan<byte> Host => "vim.HostSystem."u8;

    private static ReadOnlySpan<byte> Patches => "vim.host.PatchManager."u8;

    /// <summary>Returns the kind of a call that neither begins nor ends a session.</summary>
    public static ApiCallKind Of(ReadOnlySpan<byte> method)
    {
        if (method.StartsWith(Machine))
        {
            ReadOnlySpan<byte> name = method.Slice(Machine.Length);
            return name.StartsWith("createSnapshot"u8) || name.StartsWith("queryChangedDiskAreas"u8) || name.StartsWith("exportVm"u8)
                ? ApiCallKind.Backup
                : ApiCallKind.Call;
        }

        if (method.StartsWith(Host))
        {
            ReadOnlySpan<byte> name = method.Slice(Host.Length);
            return name.StartsWith("enterMaintenanceMode"u8) || name.StartsWith("exitMaintenanceMode"u8)
                ? ApiCallKind.Maintenance
                : ApiCallKind.Call;
        }

        return method.StartsWith(Snapshot) ? ApiCallKind.Backup
            : method.StartsWith(Patches) ? ApiCallKind.Maintenance
            : ApiCallKind.Call;
    }
}
