using System.Globalization;
using VcsaAuthGuard.Appliances.Services;

namespace VcsaAuthGuard.Appliances;

/// <summary>
/// One of the commands that may ever be run on an appliance: there is no way to make another. Words are fixed, services come from
/// <see cref="ServiceCatalog"/>, numbers and ids are made here.
/// </summary>
public sealed class ApplianceCommand
{
    internal const string Folder = "/var/run/vcsa-authguard";

    private const string LockFolder = Folder + "/lock";

    /// <summary>The folder of vpxd's logs.</summary>
    public const string LogFolder = "/var/log/vmware/vpxd";

    private static readonly Lazy<string> FollowScript = new(() => ReadScript("FollowLogs.sh"));
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

    /// <summary>The command as a person would type it.</summary>
    public string Text { get; }

    /// <summary>The same, as bash is given it.</summary>
    internal string Script { get; }

    /// <summary>The state of every service.</summary>
    public static ApplianceCommand StatusAll { get; } = new("service-control --status --all");

    /// <summary>The actions of service-control.</summary>
    internal static ApplianceCommand Help { get; } = new("service-control --help");

    /// <summary>Start, stop or restart of some services.</summary>
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
    /// The state of every service, then a line, then what vmon knows of some: a block each, none for a service that it does not know.
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
    /// Starts a step that goes on by itself, whatever becomes of the connection, and watches it as <see cref="WatchStep"/> does. A step
    /// that was started before, with the same id, is left alone: so a step can be asked for again after a connection was lost.
    /// </summary>
    internal static ApplianceCommand StartStep(Guid id, ApplianceCommand step)
    {
        string folder = StepFolder(id);
        string body = step.Script.Replace("\"", "\\\"").Replace("$", "\\$");
        return new(
            step.Text,
            $"mkdir -p {Folder} || exit 1; d={folder}; if mkdir $d 2>/dev/null; then s=$(command -v setsid || echo nohup); "
                + $"$s /bin/bash -c \"{body} >$d/out 2>&1; echo \\$? >$d/new; mv $d/new $d/rc\" </dev/null >/dev/null 2>&1 & fi; "
                + $"{WatchStep(id, 0, step).Script}"
        );
    }

    /// <summary>
    /// Waits, some seconds at most, until a step has more to say or has ended; then a line with its size so far and its exit code.
    /// </summary>
    internal static ApplianceCommand WatchStep(Guid id, long offset, ApplianceCommand step)
    {
        const int Turns = 50; // Of 0.2 s.
        string from = offset.ToString(CultureInfo.InvariantCulture);
        return new(
            step.Text,
            $"d={StepFolder(id)}; n=0; while [ -d $d ] && [ ! -e $d/rc ] && [ $n -lt {Turns} ] && [ $(stat -c %s $d/out 2>/dev/null || "
                + $"echo 0) -le {from} ]; do sleep 0.2; n=$((n+1)); done; "
                + "r=$(cat $d/rc 2>/dev/null); z=$(stat -c %s $d/out 2>/dev/null || echo 0); "
                + $"tail -c +$(({from}+1)) $d/out 2>/dev/null | head -c $((z-{from})); "
                + $"[ -d $d ] || r=gone; echo; echo step:$z:$r"
        );
    }

    /// <summary>Takes the lock: exit code 0 when it is ours now, 1 with its owner and age in seconds when it is another's.</summary>
    internal static ApplianceCommand AcquireLock(Guid owner) =>
        new(
            "mkdir " + LockFolder,
            $"mkdir -p {Folder} || exit 2; if mkdir {LockFolder} 2>/dev/null; then echo {owner:N} >{LockFolder}/owner; "
                + $"else o=$(cat {LockFolder}/owner 2>/dev/null); "
                + $"[ \"$o\" = {owner:N} ] || {{ echo lock:$o:$(( $(date +%s) - $(stat -c %Y {LockFolder}) )); exit 1; }}; fi"
        );

    /// <summary>Takes away what steps left, and gives the lock back, if it is ours.</summary>
    internal static ApplianceCommand Release(Guid owner, IReadOnlyList<Guid> steps) =>
        new(
            RemoveLockText,
            $"if [ \"$(cat {LockFolder}/owner 2>/dev/null)\" = {owner:N} ]; "
                + $"then rm -rf {string.Join(" ", steps.Select(StepFolder).Append(LockFolder))}; fi; true"
        );

    /// <summary>Breaks a lock that has become old, whosever it is.</summary>
    internal static ApplianceCommand BreakLock { get; } = new(RemoveLockText, $"rm -rf {LockFolder}");

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

    private static string StepFolder(Guid id) => $"{Folder}/step-{id:N}";
}
