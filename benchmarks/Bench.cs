using VcsaAuthGuard.Benchmarks.Peers;
using VcsaAuthGuard.Benchmarks.Running;


namespace VcsaAuthGuard.Benchmarks;

/// <summary>Provides what measures share: logs, builds, peers and the record of memory. Each is made on first use.</summary>
internal sealed class Bench
{
    private readonly Lazy<IReadOnlyList<CliBuild>> _cli;
    private readonly Lazy<PowerShellBuild> _powerShell;
    private readonly Lazy<string> _simulations;
    private readonly Lazy<Ripgrep?> _ripgrep = new(Ripgrep.Find);

    public Bench(BenchmarkOptions options)
    {
        Options = options;
        Directory.CreateDirectory(options.Work);
        Logs = new SyntheticLogs(Path.Combine(options.Work, "logs"));
        Runner = new ProcessRunner(ProcessMeter.Choose(options.Work), options.Cpu);
        _cli = new(() =>
            options.Program is null ? CliPublisher.Publish(options.Work, Notes) : [new(CliPublisher.Native, options.Program)]);
        _simulations = new(() => CliPublisher.BuildSimulations(options.Work) is (string program, _)
            ? program
            : throw new MeasureFailedException("the simulations of log platforms do not build"));
        _powerShell = new(() => PowerShellBuild.Of(options.Work, options.Module));
    }

    public BenchmarkOptions Options { get; }

    public SyntheticLogs Logs { get; }

    public ProcessRunner Runner { get; }

    /// <summary>Peak memory of every run of the CLI, timed or not.</summary>
    public PeakMemoryRecord CliMemory { get; } = new();

    /// <summary>Gets the notes for readers of the table.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The builds of the CLI there are on this machine; both are measured.</summary>
    public IReadOnlyList<CliBuild> CliBuilds => _cli.Value;

    /// <summary>Starts a simulation of a log platform.</summary>
    public PlatformServer StartPlatform(string platform) => new(_simulations.Value, platform, Options.Work);

    /// <summary>PowerShell and the module, or why there is none.</summary>
    public PowerShellBuild PowerShell => _powerShell.Value;

    /// <summary>Null where ripgrep is not installed.</summary>
    public Ripgrep? Ripgrep => _ripgrep.Value;

    /// <summary>Runs the CLI's diagnosis over one vCenter's logs. Its memory is not counted with that of <c>faults</c>.</summary>
    /// <param name="build">The build.</param>
    /// <param name="paths">The logs.</param>
    /// <param name="expected">What it must say of them, in its diagnosis or in the summary of what it read.</param>
    public RunResult RunDiagnose(CliBuild build, IReadOnlyList<string> paths, params string[] expected)
    {
        RunResult run = Runner.Run(new Command(build.Program, ["diagnose", .. paths, "--json"]));
        run.ThrowIfFailed();
        Check.Equal("diagnoses", run.OutputLines, "vCenters", 1);
        string said = run.OutputHead + run.Errors;
        return Array.Find(expected, words => !said.Contains(words, StringComparison.Ordinal)) is string missing
            ? throw new MeasureFailedException($"diagnose did not say '{missing}': {run.Errors.Trim().ReplaceLineEndings(" ")}")
            : run;
    }

    /// <summary>Runs the CLI over logs, all kinds, as JSON, and holds what it found against what was put into them.</summary>
    public RunResult RunCli(CliBuild build, IReadOnlyList<SyntheticLogFile> logs, Func<Command, Command>? within = null)
    {
        var command = new Command(build.Program, ["faults", .. logs.Select(log => log.Path), "--kind", "All", "--json"]);
        RunResult run = Runner.Run(within is null ? command : within(command));
        run.ThrowIfFailed();
        Check.Equal("faults the CLI found", run.OutputLines, "faults in the log", logs.Sum(log => log.Counts.Faults));
        string what = string.Join(" + ", logs.Select(log => log.Name));
        CliMemory.Add(build.Name, what, run.PeakBytes);
        return run;
    }
}
