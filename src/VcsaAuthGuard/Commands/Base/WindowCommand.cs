using System.Management.Automation;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.Binding;

namespace VcsaAuthGuard.Commands;

/// <summary>What the cmdlets that make windows have in common: what a schedule seldom says.</summary>
public abstract class WindowCommand : PSCmdlet
{
    /// <summary>The vCenters it runs against; all when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ServerCompleter))]
    public string[] Server { get; set; } = [];

    /// <summary>How many VMs it works on at a time.</summary>
    [Parameter]
    [Alias("VMs")]
    [ValidateRange(0, int.MaxValue)]
    public int? ConcurrentVM { get; set; }

    /// <summary>How many sessions it holds at a time.</summary>
    [Parameter]
    [Alias("Sessions")]
    [ValidateRange(0, int.MaxValue)]
    public int? Session { get; set; }

    /// <summary>How long one of its requests takes, in seconds.</summary>
    [Parameter]
    [ValidateRange(0.0, 86400.0)]
    public double? SecondsPerRequest { get; set; }

    /// <summary>The times of day to which its start may be moved, such as 20:00-04:00.</summary>
    [Parameter]
    public StartRange? Movable { get; set; }

    private protected WindowLoad Load => new() { VMs = ConcurrentVM, Sessions = Session, SecondsPerRequest = SecondsPerRequest };
}
