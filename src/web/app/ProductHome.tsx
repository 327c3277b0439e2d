import { Link } from "@tanstack/react-router";
import { Page } from "#web/ui/Page.tsx";
import { useOrganization } from "./organization.ts";
import classes from "./ProductHome.module.css";
import type { Product } from "./section.ts";
import { productTitles, sections } from "./sections.ts";
import { addressIn } from "./address.ts";

export function BillingHome() {
  return <ProductHome product="billing" />;
}

export function CrmHome() {
  return <ProductHome product="crm" />;
}

/** The way into each section of a product. */
function ProductHome({ product }: { product: Product }) {
  const { id, name, role } = useOrganization();
  const shown = [
    ...sections.filter((section) => section.product === product),
    ...sections.filter((section) => section.product === "settings"),
  ].filter((section) => section.path !== product && (section.roles?.includes(role) ?? true));
  return (
    <Page title="Home" facts={[productTitles[product], name]}>
      <ul className={classes.cards}>
        {shown.map(({ path, title, icon: Glyph, group }) => (
          <li key={path}>
            <Link to={addressIn(id, path)} className={classes.card}>
              <Glyph size={20} stroke={1.6} aria-hidden />
              <span>{title}</span>
              {group !== undefined && <span className={classes.group}>{group}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
