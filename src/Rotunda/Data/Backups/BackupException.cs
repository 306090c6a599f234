namespace Rotunda.Data.Backups;

/// <summary>Why a backup cannot be made, read or restored, in a sentence for the administrator. Whatever it names was left as it was.</summary>
public sealed class BackupException(string message) : Exception(message);
