namespace VcsaAuthGuard.Appliances.Services;

/// <summary>Reads and controls the services of one appliance.</summary>
public interface IServiceControl : IDisposable
{
    /// <summary>The appliance, as it was named.</summary>
    string Server { get; }

    /// <summary>
    /// Gets a value indicating whether all services can be stopped and started again; over REST they cannot, because REST would go with
    /// them.
    /// </summary>
    bool CanStopAll { get; }

    /// <summary>The services, in the order of their names.</summary>
    /// <param name="names">Which, by either name; none: all.</param>
    /// <param name="isDetailed">Whether health and since when are wanted, where they cost more questions.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ApplianceException">They cannot be read.</exception>
    Task<IReadOnlyList<ApplianceService>> ReadAsync(IReadOnlyList<string> names, bool isDetailed, CancellationToken cancellation);

    /// <summary>Gets a value indicating whether a restart is one action; where it is not, services are stopped and started.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ApplianceException">It cannot be asked.</exception>
    Task<bool> HasRestartAsync(CancellationToken cancellation);

    /// <summary>Takes the appliance's lock against a second restart.</summary>
    /// <param name="owner">Whose it is from now on.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Null when the lock is ours; how old it is when it is another's.</returns>
    /// <exception cref="ApplianceException">It cannot be asked.</exception>
    Task<TimeSpan?> AcquireLockAsync(Guid owner, CancellationToken cancellation);

    /// <summary>Gives the lock back, and takes away what steps left on the appliance.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="steps">The steps taken.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ApplianceException">It cannot be told.</exception>
    Task ReleaseAsync(Guid owner, IReadOnlyList<Guid> steps, CancellationToken cancellation);

    /// <summary>Removes a lock, whosever it is.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ApplianceException">It cannot be told.</exception>
    Task BreakLockAsync(CancellationToken cancellation);

    /// <summary>Returns the command of a step, as a person would type it.</summary>
    /// <param name="action">What is done.</param>
    /// <param name="services">To which; none: all.</param>
    IReadOnlyList<string> Describe(ServiceAction action, IReadOnlyList<string> services);

    /// <summary>
    /// Takes a step and waits for its end, over lost connections. Neither a lost connection nor the end of the waiting ends the step
    /// itself.
    /// </summary>
    /// <param name="id">The step: asked for twice, it is taken once.</param>
    /// <param name="action">What is done.</param>
    /// <param name="services">To which; none: all.</param>
    /// <param name="onOutput">Is told of each line the step prints, and of lost connections, on some thread.</param>
    /// <param name="deadline">How long to wait.</param>
    /// <returns>Its exit code, null where there is none, and what it printed.</returns>
    /// <exception cref="ApplianceException">It could not be started, or its end was not seen in time; what it printed until then is in
    /// <see cref="Exception.Data"/>.</exception>
    Task<StepResult> RunStepAsync(
        Guid id,
        ServiceAction action,
        IReadOnlyList<string> services,
        Action<string> onOutput,
        TimeSpan deadline
    );
}
