using System.Collections;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.ScriptAnalysis;

namespace VcsaAuthGuard.Pacing;

/// <summary>Runs a script block as the work of a batch run.</summary>
internal sealed class BlockWork(
    PSCmdlet cmdlet,
    ScriptBlock block,
    TaskWaiter? waiter,
    ScriptBlock? reconnect,
    CommandInfo? connect,
    PSCredential? credential,
    Action onUnit,
    CancellationToken stop
) : IBatchWork<PSObject>
{
    private readonly Dictionary<IReadOnlyList<PSObject>, List<PSObject>> _tasks = [];
    private List<PSObject> _unitTasks = [];
    private ErrorRecord? _dropped;
    private IReadOnlyList<PSObject> _unit = [];
    private bool _hasFailed;
    private bool _hasReconnected;
    private ExceptionDispatchInfo? _ownFailure;

    /// <summary>Runs the block for each unit of a run.</summary>
    public void Run(IEnumerator<PSObject[]> units, bool perItem)
    {
        UnitSource source = new(units, perItem);
        while (!source.IsOver)
        {
            try
            {
                BlockPipeline.Run(source, block, HandleOutput);
            }
            catch (Exception) when (_ownFailure is not null || source.Failure is not null)
            {
                break;
            }
            catch (SessionDroppedException)
            {
                // Known by now; the run says what to do about it.
            }
            catch (RuntimeException e) when (e is not PipelineStoppedException)
            {
                HandleError(e.ErrorRecord);
            }
        }

        _ownFailure?.Throw();
        source.Failure?.Throw();
    }

    public string? IdentityOf(PSObject item)
    {
        string? identity = ItemName.Identity(item);
        if (identity is null)
        {
            cmdlet.WriteError(ErrorRecords.ItemWithoutIdentity(item.BaseObject));
        }

        return identity;
    }

    public void OnTwice(PSObject item, string identity) => cmdlet.WriteError(ErrorRecords.ItemTwice(item.BaseObject, identity));

    public bool ShouldRun(IReadOnlyList<PSObject> batch, int number, int count)
    {
        _unit = batch;
        string items =
            batch.Count == 1 ? ItemName.Format(batch[0]) : $"{ItemName.Format(batch[0])} to {ItemName.Format(batch[batch.Count - 1])}";
        return cmdlet.ShouldProcess($"batch {number} of {count}: {batch.Count} items, {items}", "Run the block");
    }

    public WorkOutcome GetOutcome(IReadOnlyList<PSObject> unit)
    {
        onUnit();
        _unit = unit;
        if (_dropped is not null)
        {
            _unitTasks = [];
            _hasFailed = false;
            return WorkOutcome.SessionDropped;
        }

        bool hasFailed = _hasFailed;
        _hasFailed = false;
        _hasReconnected = false;
        if (_unitTasks.Count == 0)
        {
            return hasFailed ? WorkOutcome.Failed : WorkOutcome.Done;
        }

        // Waits even after a failure, so that the next batch does not overlap calls that are still running.
        _tasks[unit] = _unitTasks;
        _unitTasks = [];
        if (hasFailed)
        {
            Settle(unit);
            _tasks.Remove(unit);
            _dropped = null;
            return WorkOutcome.Failed;
        }

        return WorkOutcome.Pending;
    }

    public WorkOutcome Settle(IReadOnlyList<PSObject> unit)
    {
        bool isDone = true;
        _unit = unit;
        foreach (PSObject task in _tasks[unit])
        {
            onUnit();
            isDone &= waiter!.Wait(task, HandleTaskError, stop);
            if (_dropped is not null)
            {
                return WorkOutcome.SessionDropped;
            }
        }

        _tasks.Remove(unit);
        _hasReconnected = false;
        return isDone ? WorkOutcome.Done : WorkOutcome.Failed;
    }

    public bool Reconnect()
    {
        Hashtable arguments = ConnectArguments();
        if (reconnect is null && !CanCall(connect, arguments))
        {
            return false;
        }

        List<ErrorRecord> errors = [];
        cmdlet.WriteVerbose($"The session is not authenticated: reconnecting{(reconnect is null ? $" with {connect!.Name}" : "")}.");
        try
        {
            if (reconnect is not null)
            {
                BlockPipeline.Run(new object[] { _dropped! }, reconnect, item =>
                {
                    if ((item is PSObject wrapped ? wrapped.BaseObject : item) is ErrorRecord error)
                    {
                        errors.Add(error);
                    }
                });
            }
            else
            {
                BlockPipeline.Call(cmdlet, connect!, arguments, errors);
            }
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            errors.Add(e.ErrorRecord);
        }

        if (errors.Count > 0)
        {
            throw new StopRunException(ErrorRecords.ReconnectFailed(errors[0]));
        }

        _dropped = null;
        _hasReconnected = true;
        return true;
    }

    /// <summary>Makes a new session where a reading was refused because the one in use is gone.</summary>
    /// <param name="error">The reason why there is no reading, if it is known.</param>
    /// <returns>Whether there is a new one.</returns>
    public bool ReconnectAfter(ErrorRecord? error)
    {
        if (error is null || !IsDrop(error))
        {
            return false;
        }

        _dropped = error;
        bool isBack = Reconnect();
        // The block was refused nothing.
        _dropped = null;
        _hasReconnected = false;
        return isBack;
    }

    public void GiveUp(IReadOnlyList<PSObject> unit)
    {
        ErrorRecord dropped = _dropped!;
        _dropped = null;
        cmdlet.WriteError(ErrorRecords.SessionDropped(dropped, _hasReconnected));
    }

    /// <summary>Returns the servers PowerCLI was connected to, or those the objects are of, and the credential, where the command takes
    /// them.</summary>
    private Hashtable ConnectArguments()
    {
        string[] servers = Distinct(PowerCliServer.Defaults(cmdlet.SessionState).Select(server => server.NameAndPort));
        if (servers.Length == 0)
        {
            servers = Distinct(_unit.Select(ItemName.Server).OfType<string>());
        }

        Hashtable arguments = [];
        if (servers.Length > 0 && connect?.Parameters?.ContainsKey("Server") == true)
        {
            arguments["Server"] = servers;
        }

        if (credential is not null && connect?.Parameters?.ContainsKey("Credential") == true)
        {
            arguments["Credential"] = credential;
        }

        return arguments;
    }

    /// <summary>
    /// Returns whether a command has all its mandatory parameters: it would prompt for a missing one, and a job would hang.
    /// </summary>
    private static bool CanCall(CommandInfo? command, Hashtable arguments) =>
        command?.ParameterSets.Any(set => set.Parameters.All(parameter => !parameter.IsMandatory || arguments.ContainsKey(parameter.Name)))
        == true;

    private static string[] Distinct(IEnumerable<string> names) => [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];

    private void HandleTaskError(ErrorRecord error)
    {
        if (IsDrop(error))
        {
            _dropped = error;
        }
        else
        {
            cmdlet.WriteError(error);
        }
    }

    private void HandleOutput(object? item)
    {
        if ((item is PSObject wrapped ? wrapped.BaseObject : item) is ErrorRecord error)
        {
            HandleError(error);
            if (_dropped is not null)
            {
                // Whatever else the block does now would be refused as well.
                throw new SessionDroppedException();
            }

            return;
        }

        if (waiter is not null && item is not null && TaskWaiter.IsTask(PSObject.AsPSObject(item)))
        {
            _unitTasks.Add(PSObject.AsPSObject(item));
        }

        Write(() => cmdlet.WriteObject(item));
    }

    private void HandleError(ErrorRecord error)
    {
        // PowerShell may make an error of the block out of what ends it here.
        for (Exception? cause = error.Exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SessionDroppedException)
            {
                return;
            }
        }

        if (IsDrop(error))
        {
            _dropped = error;
            return;
        }

        _hasFailed = true;
        Write(() => cmdlet.WriteError(error));
    }

    /// <summary>Returns whether an error means a lost session.</summary>
    public static bool IsDrop(ErrorRecord error) =>
        SessionDrop.IsIn(error.Exception)
        || SessionDrop.IsInText(error.ErrorDetails?.Message)
        || (
            error.Exception is Exception exception
            && Array.Exists(
                ["MethodFault", "Fault"],
                name => SessionDrop.IsTypeName(Properties.Get(PSObject.AsPSObject(exception), name)?.GetType().Name)
            )
        );

    /// <summary>Tells what ends this cmdlet (its -ErrorAction, a later command that has enough) from what ends the block.</summary>
    private void Write(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e)
        {
            _ownFailure ??= ExceptionDispatchInfo.Capture(e);
            throw;
        }
    }

    private sealed class SessionDroppedException : Exception;
}
