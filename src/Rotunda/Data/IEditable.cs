namespace Rotunda.Data;

/// <summary>A row that people edit in forms.</summary>
public interface IEditable
{
    /// <summary>Counts the changes of the row, from 1. Stands in the form and in the ETag; a change made on an older version is a conflict.</summary>
    int Version { get; set; }
}
