import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { listPlans, type PlanView } from "#billing/catalog/plan.api.ts";
import { listProducts, type ProductView } from "#billing/catalog/product.api.ts";
import { usePages } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { useCatalogPlaces } from "#web/billing/catalog/places.ts";
import { statusFilter, statusOf } from "#web/billing/catalog/words.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { NothingFound } from "#web/ui/NothingFound.tsx";
import { Filters, SearchField } from "#web/ui/Filters.tsx";
import { Page } from "#web/ui/Page.tsx";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { showCount } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { PlanTable } from "./PlanTable.tsx";
import { ProductDialog } from "./ProductDialog.tsx";

const route = getRouteApi("/o/$org/billing/catalog");

const most = 200;

/** All plans, by product. */
export function PlanList() {
  const { q, ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  const places = useCatalogPlaces();
  const mayWrite = useMay("write");
  const [isAdding, adding] = useDisclosure(false);
  const products = usePages(listProducts, { query: { limit: most } });
  const plans = usePages(listPlans, {
    query: { ...filter, limit: most, ...(q === undefined ? {} : { search: q }) },
  });
  const isNarrowed = q !== undefined || filter.status !== undefined;
  const change = (next: object): void =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false });
  const hasMore = plans.hasMore || products.hasMore;
  const problem = products.problem ?? plans.problem;
  return (
    <Page
      title="Plans"
      facts={
        plans.isWaiting ? [] : [`${showCount(plans.items.length, "plan")}${plans.hasMore ? " and more" : ""}`]
      }
      action={
        mayWrite && (
          <Group gap="xs" wrap="nowrap">
            <Button variant="default" onClick={adding.open}>
              New product
            </Button>
            {products.items.length > 0 && (
              <Button component={Link} to={places.newPlan} leftSection={<IconPlus size={16} />}>
                New plan
              </Button>
            )}
          </Group>
        )
      }
    >
      <Stack gap="xl" aria-busy={products.isWaiting || plans.isWaiting}>
        {problem !== null && <ProblemBox problem={problem} />}
        {(products.items.length > 0 || isNarrowed) && (
          <Group gap="xs">
            <SearchField
              label="Search plans by name or code"
              hint="Search plans"
              value={q}
              onChange={(text) => change({ q: text })}
            />
            <Filters
              filters={[statusFilter]}
              values={filter}
              onChange={(id, value) => change({ [id]: value })}
            />
          </Group>
        )}
        {!products.isWaiting && !plans.isWaiting && problem === null && (
          <Groups
            products={products.items}
            plans={plans.items}
            isNarrowed={isNarrowed}
            onAdd={mayWrite ? adding.open : undefined}
            onClear={() => void navigate({ search: {} })}
          />
        )}
        {hasMore && (
          <Button
            variant="default"
            w="fit-content"
            loading={plans.isLoadingMore || products.isLoadingMore}
            onClick={() => {
              if (products.hasMore) products.more();
              if (plans.hasMore) plans.more();
            }}
          >
            Show more
          </Button>
        )}
      </Stack>
      <ProductDialog isOpen={isAdding} onClose={adding.close} />
    </Page>
  );
}

type GroupsProps = {
  products: readonly ProductView[];
  plans: readonly PlanView[];
  isNarrowed: boolean;
  onAdd: (() => void) | undefined;
  onClear: () => void;
};

function Groups({ products, plans, isNarrowed, onAdd, onClear }: GroupsProps) {
  const places = useCatalogPlaces();
  const byProduct = Map.groupBy(plans, ({ product_id }) => product_id);
  const shown = products.filter(({ id }) => byProduct.has(id) || !isNarrowed);
  if (shown.length === 0) return <Nothing isNarrowed={isNarrowed} onAdd={onAdd} onClear={onClear} />;
  return shown.map((product) => (
    <Stack key={product.id} component="section" gap="xs" aria-label={product.name}>
      <Group justify="space-between" gap="xs">
        <Group gap="sm">
          <Title order={2}>
            <Anchor component={Link} to={places.product(product.id)} inherit c="var(--mantine-color-text)">
              {product.name}
            </Anchor>
          </Title>
          {product.status === "inactive" && <Status {...statusOf("inactive")} />}
        </Group>
        {onAdd && (
          <Button
            component={Link}
            to={`${places.newPlan}?product=${product.id}`}
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            aria-label={`New plan of ${product.name}`}
          >
            Plan
          </Button>
        )}
      </Group>
      {byProduct.has(product.id) ? (
        <PlanTable product={product.name} plans={byProduct.get(product.id) ?? []} />
      ) : (
        <Text c="dimmed">No plans yet.</Text>
      )}
    </Stack>
  ));
}

function Nothing({ isNarrowed, onAdd, onClear }: Pick<GroupsProps, "isNarrowed" | "onAdd" | "onClear">) {
  return isNarrowed ? (
    <NothingFound
      sentence="No plan's name or code holds this, or none fits the filter."
      many="plans"
      onShowAll={onClear}
    />
  ) : (
    <Empty
      sentence="Nothing is sold yet. Begin with a product; its plans say what it costs and how often."
      action={onAdd && <Button onClick={onAdd}>New product</Button>}
    />
  );
}
