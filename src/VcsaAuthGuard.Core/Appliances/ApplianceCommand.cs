using System.Globalization;

namespace VcsaAuthGuard.Appliances;

/// <summary>
/// Represents a command that may be run on an appliance; no other can be made. Words are fixed, services come from
/// <see cref="ServiceCatalog"/>, and numbers and ids are made here.
/// </summary>
public sealed class ApplianceCommand
{
    internal const string Folder = "/var/run/vcsa-authguard";

    private const string LockFolder = Folder + "/lock";

    private const string RestartText = "the restart";

    /// <summary>The folder of vpxd's logs.</summary>
    public const string LogFolder = "/var/log/vmware/vpxd";

    private static readonly Lazy<string> FollowScript = new(() => ReadScript("FollowLogs.sh"));
    private static readonly Lazy<string> RestartScript = new(() => ReadScript("RestartServices.sh"));
    private static readonly Lazy<string> FollowAwk = new(() => OneLineScript.Quote(ReadScript("FollowLogs.awk")));

    /// <summary>Stands between both listings.</summary>
    internal const string DetailsLine = "vcsa-authguard:details";

    private ApplianceCommand(string text, string? script = null)
    {
        Text = text;
        Script = script ?? text;
        if (Script.Any(letter => letter == '\''))
        {
            throw new InvalidOperationException("A command has a single quote in it.");
        }
    }

    /// <summary>Gets the command as an operator would type it.</summary>
    public string Text { get; }

    /// <summary>Gets the command as it is passed to bash.</summary>
    internal string Script { get; }

    /// <summary>Gets the state of every service.</summary>
    public static ApplianceCommand StatusAll { get; } = new("service-control --status --all");

    /// <summary>Gets the actions of service-control.</summary>
    internal static ApplianceCommand Help { get; } = new("service-control --help");

    /// <summary>Creates the command that starts, stops or restarts services.</summary>
    /// <param name="action">What to do.</param>
    /// <param name="services">Which, by either name; none: all.</param>
    /// <exception cref="ArgumentException">A service is not in <see cref="ServiceCatalog"/>.</exception>
    public static ApplianceCommand Control(ServiceAction action, params IReadOnlyList<string> services)
    {
        string option = action switch { ServiceAction.Start => "--start", ServiceAction.Stop => "--stop", _ => "--restart" };
        string names = services.Count == 0 ? "--all" : string.Join(" ", services.Select(ServiceCatalog.ControlName));
        return new($"service-control {option} {names}");
    }

    /// <summary>
    /// Creates the command that prints the state of every service, then a separator, then vmon's details of the given services: one block
    /// each, none for a service that vmon does not know.
    /// </summary>
    /// <param name="services">Which, by either name.</param>
    /// <exception cref="ArgumentException">A service is not in <see cref="ServiceCatalog"/>.</exception>
    internal static ApplianceCommand StatusWithDetails(IReadOnlyList<string> services)
    {
        string details = string.Join("; ", services.Select(service => $"vmon-cli -s {ServiceCatalog.IdOf(service)}"));
        return new(
            $"{StatusAll.Text}; {details}",
            $"{StatusAll.Text}; r=$?; echo; echo {DetailsLine}; {details.Replace(";", "; echo;")}; exit $r"
        );
    }

    /// <summary>
    /// Starts a run (RestartServices.sh), which continues even if the connection is lost, and waits until it has the lock or
    /// knows that another has it. A run that was started before is left alone, so this can be asked for again after a connection was lost.
    /// The run waits for <see cref="BeginRun"/> before it changes anything, and gives the lock back when that does not come.
    /// </summary>
    internal static ApplianceCommand PrepareRun(ServiceRun run)
    {
        const int Turns = 100; // Of 0.1 s.
        string folder = RunFolder(run.Id);
        string script = OneLineScript.Quote($"{string.Join("; ", Variables(run))}; {RestartScript.Value}");
        return new(
            "mkdir " + LockFolder,
            $"mkdir -p {Folder} || exit 2; d={folder}; if mkdir $d 2>/dev/null; then $(command -v setsid) /bin/bash -c {script} "
                + "</dev/null >/dev/null 2>&1 & fi; "
                + $"n=0; while [ ! -e $d/lock ] && [ $n -lt {Turns} ]; do sleep 0.1; n=$((n+1)); done; "
                + "l=$(cat $d/lock 2>/dev/null); [ \"$l\" = taken ] || rm -rf $d; echo \"lock:$l\""
        );
    }

    /// <summary>Lets a prepared run begin, and watches its first step as <see cref="WatchRun"/> does.</summary>
    internal static ApplianceCommand BeginRun(Guid id)
    {
        string folder = RunFolder(id);
        return new(RestartText, $"[ -d {folder} ] && : >{folder}/go; {WatchRun(id, 1, -1).Script}");
    }

    /// <summary>
    /// Waits, some seconds at most, until a step of a run has begun, has more to say or has ended, or the run is over; then prints what
    /// is new and a line with the size of its output so far (-1 before it begins), its exit code, the run's end and the command.
    /// </summary>
    /// <param name="id">The run.</param>
    /// <param name="step">The number of the step, from 1 on.</param>
    /// <param name="offset">The number of bytes of its output that are known; -1 if it is not known whether it has begun.</param>
    internal static ApplianceCommand WatchRun(Guid id, int step, long offset)
    {
        const int Turns = 50; // Of 0.2 s.
        string known = offset.ToString(CultureInfo.InvariantCulture);
        string from = Math.Max(0, offset).ToString(CultureInfo.InvariantCulture);
        return new(
            RestartText,
            $"r={RunFolder(id)}; d=$r/{step.ToString(CultureInfo.InvariantCulture)}; n=0; size() {{ stat -c %s $d/out 2>/dev/null || "
                + $"echo -1; }}; while [ -d $r ] && [ ! -e $r/end ] && [ ! -e $d/rc ] && [ ! -e $d/late ] && [ $n -lt {Turns} ] && "
                + $"[ $(size) -le {known} ]; do sleep 0.2; n=$((n+1)); done; e=$(cat $r/end 2>/dev/null); "
                + "c=$(cat $d/rc 2>/dev/null); [ -n \"$c\" ] || [ ! -e $d/late ] || c=late; z=$(size); "
                + $"[ $z -le {from} ] || tail -c +$(({from}+1)) $d/out | head -c $((z-{from})); "
                + "[ -d $r ] || e=gone; echo; echo \"step:$z:$c:$e:$(cat $d/command 2>/dev/null)\""
        );
    }

    /// <summary>
    /// Ends the client's part in a run: one that has not begun gives the lock back at once, one that is over is removed, and one that is
    /// at work removes what it left when it is over.
    /// </summary>
    internal static ApplianceCommand Release(Guid id)
    {
        string folder = RunFolder(id);
        return new(
            RemoveLockText,
            $"d={folder}; if [ -e $d/go ] && [ ! -e $d/end ]; then : >$d/abandoned; else rm -rf $d; "
                + $"if [ \"$(cat {LockFolder}/owner 2>/dev/null)\" = {id:N} ]; then rm -rf {LockFolder}; fi; fi; true"
        );
    }

    /// <summary>Breaks a lock that has become old, unless the process that gives it back is still there.</summary>
    internal static ApplianceCommand BreakLock { get; } = new(
        RemoveLockText,
        $"p=$(cat {LockFolder}/process 2>/dev/null); [ -n \"$p\" ] && grep -qsF {Folder} /proc/$p/cmdline || rm -rf {LockFolder}; true"
    );

    /// <summary>Gets the command a person types to remove a lock.</summary>
    internal const string RemoveLockText = "rm -r " + LockFolder;

    /// <summary>
    /// Follows vpxd's logs and sends the entries that contain one of some words, as FollowLogs.sh describes. It only reads. It ends with
    /// the connection, and by itself after an hour or two.
    /// </summary>
    /// <param name="known">The logs that are known.</param>
    /// <param name="isFirst">Whether there was no earlier run, so that logs that are there already are skipped.</param>
    /// <param name="fromStart">Whether logs that are not compressed are read even so.</param>
    /// <param name="firstNumber">Compressed logs with lower numbers in their names are skipped, unless they are known.</param>
    /// <param name="words">Words that entries of interest contain: letters, digits, spaces, colons and dots.</param>
    /// <exception cref="ArgumentException">A checksum is not valid, or a word contains another character.</exception>
    public static ApplianceCommand FollowLogs(
        IReadOnlyList<ApplianceLog> known, bool isFirst, bool fromStart, long firstNumber, IReadOnlyList<string> words)
    {
        if (words.Any(word => !word.All(letter => IsLetterOrDigit(letter) || letter is ' ' or ':' or '.')))
        {
            throw new ArgumentException("A word contains something else than letters, digits, spaces, colons and dots.", nameof(words));
        }

        static bool ArePoints(string points) => points.All(letter => IsHexDigit(letter) || letter is ':' or ',');
        if (known.Any(log => !IsSum(log.HeadSum) || !IsSum(log.StartSum) || !ArePoints(log.Points)))
        {
            throw new ArgumentException("A checksum is not made of hexadecimal digits.", nameof(known));
        }

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
        string Array(Func<ApplianceLog, string> part) => $"({string.Join(" ", known.Select(part))})";
        string[] variables =
        [
            $"folder={LogFolder}",
            $"is_first={(isFirst ? 1 : 0)}",
            $"from_start={(fromStart ? 1 : 0)}",
            $"first_number={Text(firstNumber)}",
            $"words=\"{string.Join(",", words)}\"",
            $"awk_program={FollowAwk.Value}",
            $"offset={Array(log => Text(log.Offset))}",
            $"is_done={Array(log => log.IsDone ? "1" : "0")}",
            $"head_length={Array(log => Text(log.HeadLength))}",
            $"head_sum={Array(log => log.HeadSum)}",
            $"start_sum={Array(log => log.StartSum)}",
            $"points={Array(log => $"\"{log.Points}\"")}",
        ];
        return new($"tail -F {LogFolder}/vpxd.log", $"{string.Join("; ", variables)}; {FollowScript.Value}") { IsStream = true };
    }

    /// <summary>Gets a value indicating whether output is passed on as it arrives and not kept.</summary>
    internal bool IsStream { get; private init; }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool IsLetterOrDigit(char letter) => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');

    private static bool IsHexDigit(char letter) => letter is (>= 'a' and <= 'f') or (>= '0' and <= '9');

    private static bool IsSum(string sum) => sum.Length == 64 && sum.All(IsHexDigit);

    private static string ReadScript(string name)
    {
        using Stream script = typeof(ApplianceCommand).Assembly.GetManifestResourceStream($"VcsaAuthGuard.Appliances.{name}")!;
        using StreamReader reader = new(script);
        return OneLineScript.Join(reader.ReadToEnd());
    }

    private static string RunFolder(Guid id) => $"{Folder}/run-{id:N}";

    /// <summary>Returns the variables that are set in front of RestartServices.sh.</summary>
    private static string[] Variables(ServiceRun run)
    {
        const int PatienceFactor = 2;
        static string Seconds(TimeSpan time, int factor = 1) =>
            (factor * (long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        static string Array(IEnumerable<string> items) => $"({string.Join(" ", items.Select(item => $"\"{item}\""))})";
        return
        [
            $"folder={Folder}",
            $"id={run.Id:N}",
            $"go_time={Seconds(run.BeginTimeout)}",
            $"timeout={Seconds(run.Timeout)}",
            $"patience={Seconds(run.Timeout, PatienceFactor)}",
            $"start_time={Seconds(run.StartTimeout ?? run.Timeout)}",
            $"pause={run.PollInterval.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)}",
            $"commands={Array(run.Steps.Select(step => Control(step.Action, step.Services).Text))}",
            $"wanted={Array(run.Wanted.Select(ServiceCatalog.ControlName))}",
            $"is_full={(run.IsFull ? 1 : 0)}",
        ];
    }
}
