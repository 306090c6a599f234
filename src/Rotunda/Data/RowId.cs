namespace Rotunda.Data;

/// <summary>Makes the ids of rows: UUIDs of version 7 (RFC 9562), which sort by the millisecond in which they were made.</summary>
public static class RowId
{
    public static Guid New() => Guid.CreateVersion7();
}
