using Microsoft.AspNetCore.Routing.Matching;

namespace Rotunda.Modules.Shared.Web;

/// <summary>
/// A route constraint that the value alone decides. The table of routes then leaves out pairs that never meet, such as a page of a language below
/// <c>/media</c>; without that it repeats the pages of the site below every first word of an address, which took 12 MB and part of the start.
/// </summary>
public abstract class ValueConstraint : IRouteConstraint, IParameterLiteralNodeMatchingPolicy
{
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values[routeKey] is string value && Fits(value);

    public bool MatchesLiteral(string parameterName, string literal) => Fits(literal);

    /// <summary>True for a value that the parameter may have.</summary>
    protected abstract bool Fits(string value);
}
