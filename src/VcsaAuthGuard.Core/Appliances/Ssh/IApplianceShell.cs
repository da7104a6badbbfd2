namespace VcsaAuthGuard.Appliances.Ssh;

/// <summary>Runs commands on an appliance.</summary>
public interface IApplianceShell : IDisposable
{
    /// <summary>Gets the appliance, as it was named.</summary>
    string Server { get; }

    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">The command.</param>
    /// <param name="onOutput">Receives each line of its output and errors as it arrives, one at a time, on any thread; null for
    /// none.</param>
    /// <param name="deadline">How long it may take, with connecting.</param>
    /// <param name="cancellation">Ends the waiting. A step (<see cref="ApplianceCommand"/>) goes on at the appliance all the same.</param>
    /// <exception cref="ApplianceException">It could not be run, or did not end in time.</exception>
    Task<CommandResult> RunAsync(ApplianceCommand command, Action<string>? onOutput, TimeSpan deadline, CancellationToken cancellation);
}
