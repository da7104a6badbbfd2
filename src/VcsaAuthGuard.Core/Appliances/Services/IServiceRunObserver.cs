namespace VcsaAuthGuard.Appliances.Services;

/// <summary>Receives the progress of a run, one call at a time.</summary>
public interface IServiceRunObserver
{
    /// <summary>Reports that a step begins.</summary>
    /// <param name="command">The command that is run.</param>
    void StepBegins(string command);

    /// <summary>Reports each line that the step prints and each lost connection.</summary>
    /// <param name="line">The line.</param>
    void LineArrives(string line);

    /// <summary>Reports that the step has ended.</summary>
    /// <param name="exitCode">The exit code of service-control, or the HTTP status; null if there is none.</param>
    void StepEnds(int? exitCode);
}
