using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Rotunda.Data;

/// <summary>
/// A query that is translated once for each database and not looked up each time it is asked, which costs more than asking SQLite.
/// It holds nothing of a request, so that it may stand in a static field.
/// </summary>
/// <typeparam name="TAsk">How it is asked.</typeparam>
/// <param name="translate">Translates it for the database that is asked.</param>
public abstract class Prepared<TAsk>(Func<TAsk> translate) where TAsk : class
{
    // SQLite and PostgreSQL have models of their own, which tests use in one process
    private readonly ConditionalWeakTable<IModel, TAsk> _translated = [];

    protected TAsk For(RotundaDb db) => _translated.GetValue(db.Model, _ => translate());
}

/// <summary>A prepared query that asks by nothing.</summary>
/// <typeparam name="TRow">What it reads.</typeparam>
/// <param name="query">The query; it may use nothing but the database.</param>
public sealed class PreparedQuery<TRow>(Expression<Func<RotundaDb, IQueryable<TRow>>> query) : Prepared<Func<RotundaDb, IAsyncEnumerable<TRow>>>(() => EF.CompileAsyncQuery(query))
{
    /// <summary>The rows.</summary>
    public ValueTask<List<TRow>> ListAsync(RotundaDb db, CancellationToken cancellationToken) => For(db)(db).ToListAsync(cancellationToken);
}

/// <summary>A prepared query that asks by one value.</summary>
/// <typeparam name="TBy">What it asks by.</typeparam>
/// <typeparam name="TRow">What it reads.</typeparam>
/// <param name="query">The query; it may use nothing but the database and what it asks by.</param>
public sealed class PreparedQuery<TBy, TRow>(Expression<Func<RotundaDb, TBy, IQueryable<TRow>>> query) : Prepared<Func<RotundaDb, TBy, IAsyncEnumerable<TRow>>>(() => EF.CompileAsyncQuery(query))
{
    /// <summary>The rows.</summary>
    public ValueTask<List<TRow>> ListAsync(RotundaDb db, TBy by, CancellationToken cancellationToken) => For(db)(db, by).ToListAsync(cancellationToken);
}

/// <summary>A prepared query that asks by three values.</summary>
/// <typeparam name="TFirst">What it asks by.</typeparam>
/// <typeparam name="TSecond">What it asks by.</typeparam>
/// <typeparam name="TThird">What it asks by.</typeparam>
/// <typeparam name="TRow">What it reads.</typeparam>
/// <param name="query">The query; it may use nothing but the database and what it asks by.</param>
public sealed class PreparedQuery<TFirst, TSecond, TThird, TRow>(Expression<Func<RotundaDb, TFirst, TSecond, TThird, IQueryable<TRow>>> query)
    : Prepared<Func<RotundaDb, TFirst, TSecond, TThird, IAsyncEnumerable<TRow>>>(() => EF.CompileAsyncQuery(query))
{
    /// <summary>The rows.</summary>
    public ValueTask<List<TRow>> ListAsync(RotundaDb db, TFirst first, TSecond second, TThird third, CancellationToken cancellationToken) => For(db)(db, first, second, third).ToListAsync(cancellationToken);
}

/// <summary>A prepared count, such as each page of the desk asks for its rail.</summary>
/// <param name="count">The count; it may use nothing but the database.</param>
public sealed class PreparedCount(Expression<Func<RotundaDb, CancellationToken, int>> count) : Prepared<Func<RotundaDb, CancellationToken, Task<int>>>(() => EF.CompileAsyncQuery(count))
{
    /// <summary>How many there are.</summary>
    public Task<int> CountAsync(RotundaDb db, CancellationToken cancellationToken) => For(db)(db, cancellationToken);
}
