namespace VcsaAuthGuard.Appliances.Services;

/// <summary>Reads and controls the services of one appliance.</summary>
public interface IServiceControl : IDisposable
{
    /// <summary>Gets the appliance, as it was named.</summary>
    string Server { get; }

    /// <summary>
    /// Gets a value indicating whether all services can be stopped and started again; over REST they cannot, because REST would go with
    /// them.
    /// </summary>
    bool CanStopAll { get; }

    /// <summary>Returns the services, in the order of their names.</summary>
    /// <param name="names">Which, by either name; none: all.</param>
    /// <param name="isDetailed">Whether health and since when are wanted, where they cost more questions.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ApplianceException">They cannot be read.</exception>
    Task<IReadOnlyList<ApplianceService>> ReadAsync(IReadOnlyList<string> names, bool isDetailed, CancellationToken cancellation);

    /// <summary>Gets a value indicating whether a restart is one action; where it is not, services are stopped and started.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ApplianceException">It cannot be asked.</exception>
    Task<bool> HasRestartAsync(CancellationToken cancellation);

    /// <summary>
    /// Takes the appliance's lock for a run. Nothing is changed before <see cref="RunAsync"/>; when that does not come within two minutes,
    /// the appliance gives the lock back by itself.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Null if the lock is taken; the age of another's lock otherwise.</returns>
    /// <exception cref="ApplianceException">The lock cannot be taken.</exception>
    Task<TimeSpan?> AcquireLockAsync(ServiceRun run, CancellationToken cancellation);

    /// <summary>
    /// Removes what a run left on the appliance, and the lock. A run that is still at work is left alone: it removes both at its end.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ApplianceException">The appliance cannot be reached.</exception>
    Task ReleaseAsync(ServiceRun run, CancellationToken cancellation);

    /// <summary>Removes another's lock, unless that run is still at work.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ApplianceException">The appliance cannot be reached.</exception>
    Task BreakLockAsync(CancellationToken cancellation);

    /// <summary>Returns the command of a step, as a person would type it.</summary>
    /// <param name="action">What is done.</param>
    /// <param name="services">To which; none: all.</param>
    IReadOnlyList<string> Describe(ServiceAction action, IReadOnlyList<string> services);

    /// <summary>
    /// Takes the steps of a run and waits for their end, over lost connections. Over SSH the appliance takes them by itself, and starts the
    /// services again even if this process ends.
    /// </summary>
    /// <param name="run">The run, for which the lock was taken.</param>
    /// <param name="observer">Receives the progress.</param>
    /// <exception cref="ApplianceException">It could not be started (<see cref="ApplianceProblem.Refused"/>: nothing was changed), or its
    /// end was not seen in time.</exception>
    Task RunAsync(ServiceRun run, IServiceRunObserver observer);
}
