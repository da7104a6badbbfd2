namespace VcsaAuthGuard.BackupJobs;

/// <summary>
/// Recognises rows of job reports that are no backups of VMs: databases, file shares, agents, tape and copies, which do not use vCenter.
/// Sources: Rubrik CDM's object types (vSphere VM, SQL Server DB, Oracle DB, Fileset, NAS) and task types (Backup, Replication,
/// Archival); Veeam's job types (Backup, Replica, EpAgentBackup, NasBackup, FileTapeBackup, VmTapeBackup, SqlLogBackup,
/// SimpleBackupCopyPolicy, BackupSync, Copy); Cohesity's environments (VMware, SQL, Oracle, GenericNas, Physical); AWS Backup's resource
/// types (VirtualMachine, EC2, RDS, EBS, S3).
/// </summary>
internal static class ReportWorkloads
{
    private static readonly string[] VirtualMachines = ["vsphere", "vmware", "virtualmachine", "virtualserver", "vcenter"];

    private static readonly string[] Others =
    [
        "sql", "oracle", "database", "postgres", "mongo", "saphana", "db2", "exchange", "sharepoint", "activedirectory", "office365",
        "fileset", "fileshare", "filesystem", "genericnas", "nasbackup", "physical", "agentbackup", "tape", "filecopy", "backupcopy",
        "backupsync", "archival", "archive", "replication", "restore", "verification", "hyperv", "nutanixahv", "kubernetes",
    ];

    private static readonly string[] OthersExactly = ["nas", "ec2", "rds", "ebs", "efs", "s3", "dynamodb", "copy", "volume", "aag", "ahv"];

    /// <summary>Returns whether the types in a row leave open that it is the backup of a VM.</summary>
    /// <param name="types">The row's types, such as its object's and its task's.</param>
    public static bool MayBeVM(IEnumerable<string> types)
    {
        string[] words = [.. types.Select(ReportColumns.Normalize).Where(word => word.Length > 0)];
        return !words.Any(word => OthersExactly.Contains(word)
            || (Others.Any(other => word.Contains(other)) && !VirtualMachines.Any(vm => word.Contains(vm) && !word.Contains("tape"))));
    }
}
