using System.Management.Automation;
using System.Management.Automation.Host;
using System.Runtime.ExceptionServices;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Appliances.Restart;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Diagnosis;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsLifecycle.Restart, "VcsaProxyPipeline", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RestartReport))]
public sealed class RestartVcsaProxyPipelineCommand : ServiceCommand
{
    private readonly List<RestartRun> _runs = [];
    private readonly List<string> _notStarted = [];
    private readonly List<VcsaDiagnosis> _diagnoses = [];
    private readonly RestartPrompt _prompt;
    private RestartLog? _log;
    private ErrorRecord? _failure;
    private ExceptionDispatchInfo? _stop;
    private bool _goesOn;

    [Parameter]
    public RestartScope Scope { get; set; }

    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSeconds { get; set; } = 900;

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    [Parameter]
    [AllowEmptyCollection]
    public PSObject[]? RunningTask { get; set; }

    [Parameter]
    [AllowEmptyCollection]
    public PSObject[] Diagnosis { get; set; } = [];

    [Parameter]
    [ValidateNotNull]
    public PSCredential? ApiCredential { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    public RestartVcsaProxyPipelineCommand() => _prompt = new(this);

    private bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? value)
            ? (SwitchParameter)value
            : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    private bool MayStart => _stop is null && _failure is null && !StopToken.IsCancellationRequested;

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _diagnoses.AddRange(Diagnosis.Select(DiagnosisInput.TryRead).OfType<VcsaDiagnosis>());
        _goesOn =
            MyInvocation.BoundParameters.TryGetValue("ErrorAction", out object? action)
            && action is ActionPreference.Continue or ActionPreference.SilentlyContinue or ActionPreference.Ignore;
    }

    private protected override void Process(ApplianceAddress address)
    {
        if (_runs.Exists(run => string.Equals(run.Name, address.Name, StringComparison.OrdinalIgnoreCase)))
        {
            WriteVerbose($"{address.Name} is listed more than once; it is restarted once.");
            return;
        }

        RestartRun run = new(address, Scope);
        _runs.Add(run);
        try
        {
            run.Control = Open(address);
        }
        catch (ApplianceException e)
        {
            run.Fail(e);
        }
    }

    private protected override void ProcessObject(PSObject input)
    {
        if (DiagnosisInput.TryRead(input) is VcsaDiagnosis diagnosis)
        {
            _diagnoses.Add(diagnosis);
        }
    }

    protected override void EndProcessing()
    {
        base.EndProcessing();
        try
        {
            Prepare();
            RestartRun[] wanted = [.. _runs.Where(IsWanted)];
            OpenLog(wanted);
            Restart(wanted);
        }
        finally
        {
            _log?.Dispose();
            _runs.ForEach(run => run.Dispose());
        }

        if (_log?.Failure is string failure)
        {
            WriteWarning($"The log {LogPath} is not complete: {failure}");
        }

        if (_failure is not null)
        {
            if (_notStarted.Count > 0)
            {
                WriteWarning(
                    $"Not started because of this error, and unchanged: {string.Join(", ", _notStarted)}. "
                        + "Use -ErrorAction Continue to continue after a failure."
                );
            }

            ThrowTerminatingError(_failure);
        }
    }

    protected override void StopProcessing()
    {
        base.StopProcessing();
        string[] working = [.. _runs.Where(run => run.IsAtWork && run.HasBegun).Select(run => run.Name)];
        if (working.Length > 0)
        {
            Write($"A restart in progress is not cancelled, so that no service stays stopped: waiting for {string.Join(", ", working)}.");
        }
    }

    /// <summary>Asks the appliances for their capabilities, several at a time. Changes nothing.</summary>
    private void Prepare()
    {
        using SemaphoreSlim turns = new(ThrottleLimit);
        try
        {
            Task.WhenAll(_runs.Select(run => Task.Run(async () =>
            {
                await turns.WaitAsync(StopToken).ConfigureAwait(false);
                try
                {
                    await run.PrepareAsync(StopToken).ConfigureAwait(false);
                }
                finally
                {
                    turns.Release();
                }
            }))).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }

        LiveTasks tasks = new(this);
        foreach (RestartRun run in _runs)
        {
            run.Options = new()
            {
                Scope = Scope,
                Timeout = TimeSpan.FromSeconds(TimeoutSeconds),
                Force = Force,
                PollInterval = TimeSpan.FromSeconds(1),
                RunningTasks = RunningTask is null ? tasks.Get(run.Address) : RunningTasks.DescribeActive(RunningTask),
                ProveLogin = ApiCredential is null ? null : LoginProof.Create(OptionsFor(run.Address.Api), ApiCredential),
            };
        }
    }

    /// <summary>Says what will be done, and asks.</summary>
    private bool IsWanted(RestartRun run)
    {
        if (run.Problem is not null && (!IsWhatIf || run.Plan.Count == 0))
        {
            run.End(RestartOutcome.Refused, $"{run.Problem.Message} {run.Problem.Advice}");
            return true;
        }

        RestartQuestion question = new(run, Force, _diagnoses);
        question.Warnings.ForEach(WriteWarning);
        if (IsWhatIf)
        {
            ShouldProcess(question.Action, $"{question.Action}\n{question.Interrupts}", "Restart of the proxy pipeline");
            return false;
        }

        if (_prompt.Ask("Restart of the proxy pipeline", $"{question.Action}\n{question.Interrupts}"))
        {
            return true;
        }

        WriteObject(run.End(RestartOutcome.NothingToDo, "It was not confirmed."));
        return false;
    }

    private void OpenLog(RestartRun[] wanted)
    {
        if (LogPath is null || wanted.Length == 0)
        {
            return;
        }

        string path = GetUnresolvedProviderPathFromPSPath(LogPath);
        try
        {
            _log = new RestartLog(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            ThrowTerminatingError(ErrorRecords.RestartLogUnusable(path, e));
        }
    }

    private void Restart(RestartRun[] wanted)
    {
        // What is refused before anything was done keeps the others from being started, as any failure does.
        foreach (RestartRun run in wanted.Where(run => run.Report is not null))
        {
            Ended(run);
        }

        using (RestartPump pump = new())
        {
            IEnumerable<RestartRun> open = wanted.Where(run => run.Report is null);
            pump.Run(open, ThrottleLimit, () => MayStart, Process, () => WriteIfPossible(ShowProgress), StopToken);
        }

        foreach (RestartRun run in wanted.Where(run => run.Report is null))
        {
            string why = _failure is null
                ? "It was cancelled before its first step."
                : "It was not started because the restart of another appliance was refused or failed.";
            RestartReport report = run.End(RestartOutcome.NothingToDo, why);
            _notStarted.Add(run.Name);
            _log?.Write(report);
            if (PassThru)
            {
                WriteIfPossible(() => WriteObject(report));
            }
        }

        if (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }

        _stop?.Throw();
    }

    private void Process(RestartRun run, RestartEvent? item)
    {
        if (item is null)
        {
            Ended(run);
            return;
        }

        _log?.Write(run.Name, item);
        WriteIfPossible(() => WriteVerbose($"{run.Name}: {item.Kind}: {TerminalText.OneLine(item.Text)}"));
    }

    private void Ended(RestartRun run)
    {
        WriteIfPossible(() => WriteProgress(ProgressOf(run, "Done", ProgressRecordType.Completed)));
        if (run.Report is not RestartReport report)
        {
            return;
        }

        _log?.Write(report);
        bool isFailure = report.Outcome is RestartOutcome.Refused or RestartOutcome.Failed;
        if (StopToken.IsCancellationRequested)
        {
            // Nothing that is written now is seen.
            Write(isFailure ? ErrorRecords.From(report).Exception.Message : $"{report.Server}: {report.Outcome}. {report.Reason}");
            return;
        }

        if (!isFailure || PassThru)
        {
            WriteIfPossible(() => WriteObject(report));
        }

        if (isFailure)
        {
            ErrorRecord error = ErrorRecords.From(report);
            if (_goesOn || _failure is not null)
            {
                WriteIfPossible(() => WriteError(error));
            }
            else
            {
                _failure = error;
            }
        }
    }

    private void ShowProgress()
    {
        foreach (RestartRun run in _runs.Where(run => run.IsAtWork))
        {
            string status = run.Step is null
                ? "Checking"
                : $"{TerminalText.OneLine(run.Step.Text)}, {(DateTimeOffset.UtcNow - run.Step.Time).TotalSeconds:0} s";
            WriteProgress(ProgressOf(run, status, ProgressRecordType.Processing));
        }
    }

    private ProgressRecord ProgressOf(RestartRun run, string status, ProgressRecordType type) =>
        new(_runs.IndexOf(run), $"Restarting the proxy pipeline of {run.Name}", status)
        {
            CurrentOperation = run.Last is null ? null : TerminalText.OneLine(run.Last.Text),
            RecordType = type,
        };

    /// <summary>Writes an object without leaving the wait: an exception that ends the pipeline takes effect when no restart is at work any
    /// more.</summary>
    private void WriteIfPossible(Action write)
    {
        if (_stop is not null || StopToken.IsCancellationRequested)
        {
            return;
        }

        try
        {
            write();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _stop = ExceptionDispatchInfo.Capture(e);
        }
    }

    /// <summary>Says something at the console although the pipeline has been stopped.</summary>
    private void Write(string text)
    {
        try
        {
            Host?.UI?.WriteWarningLine(TerminalText.Lines(text));
        }
        catch (Exception e) when (e is HostException or NotImplementedException or InvalidOperationException)
        {
            // A host without a console; the log has it.
        }
    }
}
