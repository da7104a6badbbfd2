using System.Management.Automation;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.Binding;

namespace VcsaAuthGuard.Commands;

/// <summary>Provides the parameters of cmdlets that make windows, for what a schedule does not say.</summary>
public abstract class WindowCommand : PSCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[] Server { get; set; } = [];

    [Parameter]
    [Alias("VMs")]
    [ValidateRange(0, int.MaxValue)]
    public int? ConcurrentVM { get; set; }

    [Parameter]
    [Alias("Sessions")]
    [ValidateRange(0, int.MaxValue)]
    public int? Session { get; set; }

    [Parameter]
    [ValidateRange(0.0, 86400.0)]
    public double? SecondsPerRequest { get; set; }

    [Parameter]
    public StartRange? Movable { get; set; }

    private protected WindowLoad Load => new() { VMs = ConcurrentVM, Sessions = Session, SecondsPerRequest = SecondsPerRequest };
}
