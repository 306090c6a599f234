using Microsoft.AspNetCore.Mvc.RazorPages;
using Rotunda.Modules.Shared.Parts;

namespace Rotunda.Modules.Shared.Web;

/// <summary>A page with a form that keeps what was typed and says what is wrong beside each field.</summary>
public abstract class FormPage : SitePage
{
    public IReadOnlyList<FieldFault> Faults { get; private set; } = [];

    /// <summary>True when somebody else changed the row while the form was open.</summary>
    public bool IsConflict { get; private set; }

    /// <summary>What is wrong with a field, in the reader's language, or null.</summary>
    public string? FaultOf(string field) => Faults.FirstOrDefault(fault => fault.Field == field) is { } fault ? T.Format(fault.TextKey, ("value", fault.Value)) : null;

    /// <summary>The page again with its faults; the status tells scripts that nothing was stored.</summary>
    protected PageResult Show(IReadOnlyList<FieldFault> faults)
    {
        Faults = faults;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    /// <summary>The page again with both texts: what was typed, and what is stored now.</summary>
    protected PageResult ShowConflict()
    {
        IsConflict = true;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }
}
