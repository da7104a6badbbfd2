namespace VcsaAuthGuard.BackupJobs;

/// <summary>
/// Recognises rows of job reports that are no backups of VMs of vCenter: databases, file shares, agents, tape, copies, restores and VMs of
/// other platforms. Sources: Rubrik CDM's object types (vSphere VM, SQL Server DB, Oracle DB, NAS Fileset, Managed Volume) and task types
/// (Backup, Index, Log Backup, Replication, Archival, and of recoveries Export, Live Mount, Instant Recovery, File Download); Veeam's job
/// types (Backup, Replica, EpAgentBackup, EpAgentManagement, EpAgentPolicy, NasBackup, FileTapeBackup, VmTapeBackup, SqlLogBackup,
/// SimpleBackupCopyPolicy, BackupSync, Copy); Cohesity's environments (kVMware, kSQL, kOracle, kGenericNas, kPhysical, kAD, kView,
/// kHyperV, kAcropolis); AWS Backup's resource types (VirtualMachine, EC2, RDS, EBS, EFS, S3, DynamoDB); Azure Backup's operations
/// (Backup, Restore, ConfigureBackup) and management types (AzureIaasVM, AzureStorage, AzureWorkload, MAB); NetBackup's job types
/// (bpdbreport.py); Bareos' job types (Bareos manual: B backup, R restore, V verify, C and c copy, D admin, A archive, g migration);
/// Proxmox Backup's worker types (backup, verificationjob, syncjob, garbage_collection, prune).
/// </summary>
internal static class ReportWorkloads
{
    private static readonly string[] VirtualMachines = ["vsphere", "vmware", "virtualmachine", "virtualserver", "vcenter"];

    private static readonly string[] Others =
    [
        "sql", "oracle", "database", "postgres", "mongo", "saphana", "db2", "exchange", "sharepoint", "activedirectory", "office365",
        "fileset", "fileshare", "filesystem", "genericnas", "nasbackup", "physical", "agentbackup", "epagent", "tape",
        "filecopy", "backupcopy",
        "backupsync", "archival", "archive", "replication", "restore", "verification", "hyperv", "nutanixahv", "kubernetes",
        "azureiaasvm", "azurestorage", "azureworkload", "garbagecollection", "managedvolume",
    ];

    private static readonly string[] OthersExactly =
    [
        "nas", "ec2", "rds", "ebs", "efs", "s3", "dynamodb", "copy", "volume", "aag", "ahv", "kad", "kview", "kacropolis", "index",
        "logbackup", "verify", "duplicate", "import", "vault", "dbbackup", "mab", "configurebackup", "disablebackup", "deletebackupdata",
        "register", "unregister", "livemount", "instantrecovery", "export", "filedownload",
        "syncjob", "prune", "reader", "aptupdate", "r", "v", "c", "d", "a", "g",
    ];

    /// <summary>Returns whether the types in a row leave open that it is the backup of a VM.</summary>
    /// <param name="types">The row's types, such as its object's and its task's.</param>
    public static bool MayBeVM(IEnumerable<string> types)
    {
        string[] words = [.. types.Select(ReportColumns.Normalize).Where(word => word.Length > 0)];
        return !words.Any(word => OthersExactly.Contains(word)
            || (Others.Any(other => word.Contains(other)) && !VirtualMachines.Any(vm => word.Contains(vm) && !word.Contains("tape"))));
    }
}
