namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>
/// Specifies the faults of a stand-in appliance. Seconds are those given with it. Implemented in tests/fixtures/appliance/vmon.sh.
/// </summary>
public enum ApplianceFault
{
    /// <summary>The action takes that many seconds more, and its state is STARTING or STOPPING as long.</summary>
    Slow,

    /// <summary>The action never ends, nor does the command; its state stays STARTING or STOPPING.</summary>
    Hang,

    /// <summary>The action is not done, and the command says so: exit code 1, for a start with the error of the sample.</summary>
    Fail,

    /// <summary>The command says done, exit code 0; the service is down (start, restart) or up (stop) all the same.</summary>
    LieSuccess,

    /// <summary>The action is done; the command says that it failed, exit code 1.</summary>
    LieFailure,

    /// <summary>Of a restart: there is no --restart (usage error, exit code 2), always. Of Status and Vmon: the program is not there,
    /// 127.</summary>
    Missing,

    /// <summary>Of a restart: the command says done, the process and its state duration are the old ones.</summary>
    SameProcess,

    /// <summary>Of a start or a restart: DEGRADED for that many seconds once it is STARTED; for good with 0.</summary>
    Degraded,

    /// <summary>As <see cref="Degraded"/>, with vmon-cli's word UNHEALTHY.</summary>
    Unhealthy,

    /// <summary>Of a start or a restart: it stops by itself that many seconds after it was STARTED.</summary>
    Dies,

    /// <summary>Of a start or a restart: it prints 3 MB in one line.</summary>
    Talks,

    /// <summary>Of Status, Vmon and List: a Python traceback, exit code 1.</summary>
    Unreadable,

    /// <summary>sshd dies, with its sessions, before anything is done. It is back after that many seconds; not by itself with 0.</summary>
    KillBefore,

    /// <summary>As <see cref="KillBefore"/>, when the action is under way. Of a restart: between stop and start.</summary>
    KillDuring,

    /// <summary>As <see cref="KillBefore"/>, when all is done and said, before the command ends.</summary>
    KillAfter,
}
